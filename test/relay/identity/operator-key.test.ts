import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { OperatorKey } from '../../../relay/identity/operator-key';
import { openSecrets } from '../../../relay/identity/secrets';
import { nodePrimitives } from '../../../relay/node/node-primitives';
import { createMemoryStore } from '../../../relay/store/memory-store';
import { SeededRandom } from '../support/in-memory-ports';

const open = (store = createMemoryStore(), seed = 1) => OperatorKey.open(nodePrimitives, new SeededRandom(seed), store);

test('the key is shown at the first start only, and kept as its SHA-256', async () => {
  const medium = new Map<string, string>();
  const store = createMemoryStore({ medium });
  const { shown = '', operatorKey } = await open(store);
  expect(shown).toMatch(/^[0-9a-f]{64}$/);
  expect(operatorKey.isRight(shown)).toBe(true);
  const stored = [...medium.values()].join();
  expect(stored).not.toContain(shown);
  expect(stored).toContain(createHash('sha256').update(Buffer.from(shown, 'hex')).digest('hex'));
  const again = await open(store, 2);
  expect(again.shown).toBeUndefined();
  expect(again.operatorKey.isRight(shown)).toBe(true);
});

test('anything else is not the key', async () => {
  const { shown = '', operatorKey } = await open();
  fc.assert(fc.property(fc.anything(), (key) => !operatorKey.isRight(key)));
  for (let at = 0; at < 64; at++) {
    const digit = (parseInt(shown[at]!, 16) ^ 1).toString(16);
    expect(operatorKey.isRight(shown.slice(0, at) + digit + shown.slice(at + 1))).toBe(false);
  }
  for (const key of ['', shown.slice(1), shown + '0', shown.toUpperCase().replace(/\d/g, 'F'), [shown]]) {
    expect(operatorKey.isRight(key)).toBe(false);
  }
});

test('a new key is good and the old one refused once it is stored', async () => {
  let fails = false;
  const store = createMemoryStore({
    beforeWrite: () => {
      if (fails) throw new Error('full');
    },
  });
  const { shown = '', operatorKey } = await open(store);
  fails = true;
  await expect(operatorKey.replace()).rejects.toThrow();
  expect(operatorKey.isRight(shown)).toBe(true);
  fails = false;
  const replaced = await operatorKey.replace();
  expect(operatorKey.isRight(replaced)).toBe(true);
  expect(operatorKey.isRight(shown)).toBe(false);
});

test('the secrets are made once and kept', async () => {
  const store = createMemoryStore();
  const made = await openSecrets(store, new SeededRandom(1));
  expect(made.linkKey.length).toBe(32);
  expect(made.decoyKey.length).toBe(32);
  expect(made.linkKey).not.toBe(made.decoyKey);
  expect(await openSecrets(store, new SeededRandom(2))).toEqual(made);
});

test('broken secrets are not silently made anew', async () => {
  const medium = new Map([
    ['identity/secrets', '{"linkKey":"00"}'],
    ['identity/operator', '{"hash":7}'],
  ]);
  const store = createMemoryStore({ medium });
  await expect(openSecrets(store, new SeededRandom(1))).rejects.toThrow('identity/secrets');
  await expect(open(store)).rejects.toThrow('identity/operator');
});
