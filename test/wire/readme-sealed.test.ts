import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SEAL_BROKEN, SIGN_IN_REFUSED } from '../../relay/identity/sealed-connection';
import { nodePrimitives } from '../../relay/node/node-primitives';
import { hkdf } from '../../wire/hkdf';
import { hmacWith } from '../../wire/hmac';
import { SEALED_MESSAGE_MAX_BYTES, TO_MEMBER, TO_RELAY, createOpener, createSealer } from '../../wire/sealed-frames';
import { SESSION_KEYS, SESSION_KEYS_BYTES, signInProof } from '../../wire/sign-in';
import { ofHex, toDigits } from '../support/byte-strings';

// The example of a sign-in in the README of wire/, byte by byte.

const README = readFileSync(join(__dirname, '../../wire/README.md'), 'utf8');

/** The lines of all blocks of a kind. Each line has a name, at least two spaces, and a value. */
const blocks = (info: string): { readonly [name: string]: string }[] =>
  [...README.matchAll(new RegExp(`^\`\`\`${info}\n([^]*?)^\`\`\`$`, 'gm'))].map(([, text]) =>
    Object.fromEntries(
      text!
        .trim()
        .split('\n')
        .map((line) => line.split(/ {2,}/)),
    ),
  );

const [example] = blocks('sign-in example');
const key = ofHex(example!['device key']!);
const nonces = ofHex(example!['device nonce']! + example!['relay nonce']!);

test('the proofs are those of the example', () => {
  const hmac = hmacWith(nodePrimitives, key);
  for (const who of ['relay', 'device'] as const) {
    expect(toDigits(signInProof(hmac, who, example!.device!, nonces))).toBe(example![`${who} proof`]);
  }
});

test('the keys are those of the example, and the table says how many bytes and what for', () => {
  const derived = (info: string, bytes: number): string => toDigits(hkdf(nodePrimitives, key, nonces, info, bytes));
  expect(derived(SESSION_KEYS, SESSION_KEYS_BYTES)).toBe(example!.signalling);
  expect(README).toContain(`| \`${SESSION_KEYS}\` | 2 · 32 |`);
});

test.each([
  ['sealed to relay', TO_RELAY, ofHex(example!.signalling!).slice(0, 32)],
  ['sealed to member', TO_MEMBER, ofHex(example!.signalling!).slice(32)],
] as const)('messages are %s as in the examples', (info, direction, sessionKey) => {
  const examples = blocks(info);
  const sealNext = createSealer(nodePrimitives, sessionKey, direction);
  const openNext = createOpener(nodePrimitives, sessionKey, direction);
  for (const [number, { message, vector, frame, ...rest }] of examples.entries()) {
    expect(rest).toEqual({ number: String(number) });
    expect(sealNext(message!, ofHex(vector!))).toBe(frame);
    expect(openNext(frame!)).toEqual({ plain: message });
  }
  expect(examples.length).toBeGreaterThan(0);
});

test('limits and close codes are those of the code', () => {
  expect(README).toContain(`at most ${SEALED_MESSAGE_MAX_BYTES} bytes of UTF-8`);
  expect(README).toContain(`| ${SIGN_IN_REFUSED} | the sign-in was refused |`);
  expect(README).toContain(`| ${SEAL_BROKEN} | a sealed frame did not open |`);
});
