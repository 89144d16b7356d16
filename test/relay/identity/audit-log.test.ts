import fc from 'fast-check';
import { AUDIT_FOR_MS, AuditLog, type AuditEntry } from '../../../relay/identity/audit-log';
import { createMemoryStore } from '../../../relay/store/memory-store';

const entry = (atMs: number, action = 'mute'): AuditEntry => ({
  atMs,
  by: 'd:kitchen',
  action,
  room: 'lounge',
  to: 'w:1',
});

test('entries are listed newest first, in the order in which they were written', async () => {
  const log = await AuditLog.open(createMemoryStore());
  const texts = ['one', 'two', 'three'];
  await Promise.all(texts.map((action) => log.write(entry(5000, action))));
  expect((await log.latest(10)).map(({ action }) => action)).toEqual(['three', 'two', 'one']);
  expect((await log.latest(2)).map(({ action }) => action)).toEqual(['three', 'two']);
  expect(await log.latest(0)).toEqual([]);
  expect(await log.latest(1)).toEqual([entry(5000, 'three')]);
});

test('the order survives restarts and a clock that goes back', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 2 ** 45 }), { maxLength: 12 }), async (times) => {
      const store = createMemoryStore();
      for (const [i, atMs] of times.entries()) await (await AuditLog.open(store)).write(entry(atMs, `${i}`));
      const log = await AuditLog.open(store);
      const wanted = times.map((atMs, i) => entry(atMs, `${i}`)).reverse();
      expect(await log.latest(100)).toEqual(wanted);
      expect(await log.latest(3)).toEqual(wanted.slice(0, 3));
    }),
    { numRuns: 40 },
  );
});

test('more entries than a page are listed and forgotten whole', async () => {
  const store = createMemoryStore();
  const log = await AuditLog.open(store);
  const start = AUDIT_FOR_MS;
  const writes = Array.from({ length: 2500 }, (_, i) => log.write(entry(start + i, `${i}`)));
  await Promise.all(writes);
  const latest = await log.latest(1000);
  expect(latest.length).toBe(1000);
  expect(latest[0]!.action).toBe('2499');
  expect(latest.at(-1)?.action).toBe('1500');
  expect(await log.forgetOld(start + AUDIT_FOR_MS + 2100)).toBe(2100);
  expect((await store.list('audit/')).length).toBe(400);
});

test('an entry is kept for 90 days and no longer, also after one from a wrong future', async () => {
  const log = await AuditLog.open(createMemoryStore());
  await log.write(entry(1000));
  await log.write(entry(4e12));
  await log.write(entry(2000));
  expect(await log.forgetOld(1000 + AUDIT_FOR_MS)).toBe(0);
  expect(await log.forgetOld(1001 + AUDIT_FOR_MS)).toBe(1);
  expect(await log.forgetOld(2001 + AUDIT_FOR_MS)).toBe(1);
  expect((await log.latest(5)).map(({ atMs }) => atMs)).toEqual([4e12]);
});

test('long texts are cut, whole characters each, and what is not there is left out', async () => {
  const store = createMemoryStore();
  const log = await AuditLog.open(store);
  await log.write({ atMs: 1, by: '👋'.repeat(500), action: 'end' });
  const [only] = await log.latest(1);
  expect(only).toEqual({ atMs: 1, by: '👋'.repeat(120), action: 'end' });
});

test('what is stored and is no entry is passed over', async () => {
  const store = createMemoryStore();
  await store.commit([{ put: 'audit/000000000000001-000000001', value: { by: 7 } }]);
  const log = await AuditLog.open(store);
  await log.write(entry(5));
  expect(await log.latest(10)).toEqual([entry(5)]);
});
