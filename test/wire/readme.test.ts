import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseClaim, writeClaim } from '../../wire/claim';
import { decodeDvi4, dvi4StateAfter, encodeDvi4, readDvi4Header } from '../../wire/dvi4';
import * as limits from '../../wire/limits';
import { decodePcmu, encodePcmu } from '../../wire/pcmu';
import { payloadBytes, payloadFormat } from '../../wire/payload';
import { RTP_HEADER_BYTES, parseRtp, writeRtpHeader } from '../../wire/rtp';
import { parseSignal, writeSignal } from '../../wire/signal';
import { bytes, hex } from '../support/hex';
import { ERROR_CODES, LEFT_REASONS, MESSAGE_TYPES } from './any-signal';

// The README of wire/ is the normative text: whatever it shows as an example must hold.

const README = readFileSync(join(__dirname, '../../wire/README.md'), 'utf8');

type Example = { readonly info: string; readonly text: string };
const EXAMPLES: readonly Example[] = [...README.matchAll(/^```(\S.*)\n([^]*?)^```$/gm)].map(([, info, text]) => ({
  info,
  text: text.trim(),
}));

const examples = (info: RegExp): Example[] => EXAMPLES.filter((example) => info.test(example.info));
const lines = (of: readonly Example[]): string[] => of.flatMap(({ text }) => text.split('\n'));

/** The README's refusals of one kind, as pairs of a reason and what is refused for it. */
const refusals = (kind: string): [string, string][] =>
  examples(new RegExp(`^${kind} refused `)).map(({ info, text }) => [info.split(' ').slice(-1)[0], text]);

test('every fenced block is of a kind that is checked here', () => {
  const kinds = new Set(EXAMPLES.map(({ info }) => info.replace(/ refused .*/, ' refused')));
  expect([...kinds].sort()).toEqual([
    'hex claim',
    'hex claim refused',
    'hex claimed',
    'hex dvi4',
    'hex dvi4 joined',
    'hex pcmu',
    'hex rtp',
    'hex rtp refused',
    'json refused',
    'json signal',
  ]);
});

test.each(lines(examples(/^json signal$/)))('reads and writes %s', (text) => {
  const message = parseSignal(text);
  if (message.type === 'rejected') throw new Error(`refused as ${message.code}`);
  expect(writeSignal(message)).toBe(text);
});

test.each(refusals('json').flatMap(([code, text]) => text.split('\n').map((line) => [code, line])))(
  'refuses as %s: %s',
  (code, line) => expect(parseSignal(line)).toMatchObject({ type: 'rejected', code }),
);

test('every type of message has a section and an example', () => {
  const shown = lines(examples(/^json signal$/)).map((text) => parseSignal(text).type);
  expect(new Set(shown)).toEqual(new Set(MESSAGE_TYPES));
  const sections = [...README.matchAll(/^### (.*)$/gm)].flatMap(([, title]) => title.split(', '));
  for (const type of MESSAGE_TYPES) expect(sections).toContain(type);
});

test('every error code has its row in the table, and no other', () => {
  const table = README.slice(README.indexOf('| code |'), README.indexOf('### ping'));
  const rows = [...table.matchAll(/^\| `([a-z-]+)` \|/gm)].map(([, code]) => code);
  expect(rows).toEqual([...ERROR_CODES]);
  for (const reason of LEFT_REASONS) expect(README).toContain(`"reason":"${reason}"`);
});

test('claims are drawn as they are written', () => {
  for (const kind of ['claim', 'claimed'] as const) {
    const [{ text }] = examples(new RegExp(`^hex ${kind}$`));
    const claim = parseClaim(bytes(text));
    expect(claim).toEqual({ kind, ssrc: 305419896, token: '000102030405060708090a0b0c0d0e0f' });
    if (typeof claim !== 'string') expect(hex(writeClaim(claim))).toBe(hex(bytes(text)));
  }
});

test.each(refusals('hex claim'))('a claim is refused as %s: %s', (reason, dump) => {
  expect(parseClaim(bytes(dump))).toBe(reason);
});

test.each(examples(/^hex rtp$/))('the packet $text is read and written', ({ text }) => {
  const packet = parseRtp(bytes(text));
  if (typeof packet === 'string') throw new Error(`refused as ${packet}`);
  const again = new Uint8Array(RTP_HEADER_BYTES + packet.payload.length);
  writeRtpHeader(again, packet);
  again.set(packet.payload, RTP_HEADER_BYTES);
  expect(hex(again)).toBe(hex(bytes(text)));
  const [, sequence, timestamp] = /sequence (\d+), timestamp (\d+)/.exec(text) ?? [];
  expect([packet.sequence, packet.timestamp]).toEqual([Number(sequence), Number(timestamp)]);
  expect(packet.marker).toBe(/; marker/.test(text));
});

test.each(refusals('hex rtp'))('a packet is refused as %s: %s', (reason, dump) => {
  expect(parseRtp(bytes(dump))).toBe(reason);
});

/** The numbers of a remark, such as `; the samples 0, 8, 32124`. */
const numbersIn = (remark: string): number[] => (remark.match(/-?\d+/g) ?? []).map(Number);

test('the PCMU example decodes to its samples, and they encode to it', () => {
  const [{ text }] = examples(/^hex pcmu$/);
  const samples = text.split('\n').flatMap((line) => numbersIn(line.replace(/^.*;/, '')));
  const codes = bytes(text);
  const decoded = new Int16Array(codes.length);
  expect(decodePcmu(codes, decoded)).toBe(samples.length);
  expect([...decoded]).toEqual(samples);
  const encoded = new Uint8Array(codes.length);
  encodePcmu(decoded, encoded);
  expect(hex(encoded)).toBe(hex(codes));
});

test('the DVI4 example is what its samples are coded to, and decodes as it says', () => {
  const [{ text }] = examples(/^hex dvi4$/);
  const [before, after] = text.replace(/^.*\n.*;/, '').split('come out as');
  const packet = bytes(text);
  const encoded = new Uint8Array(packet.length);
  encodeDvi4(Int16Array.from(numbersIn(before)), encoded, { predicted: 0, index: 0 });
  expect(hex(encoded)).toBe(hex(packet));
  const decoded = new Int16Array(4);
  expect(decodeDvi4(packet, decoded)).toBe(4);
  expect([...decoded]).toEqual(numbersIn(after));
});

test('the joined DVI4 frames have one header, and go on from each other', () => {
  const [{ text }] = examples(/^hex dvi4 joined$/);
  const [first, second, both] = text.split('\n').map(bytes);
  expect(hex(both)).toBe(hex(Uint8Array.from([...first, ...second.subarray(4)])));
  expect(readDvi4Header(second)).toEqual(dvi4StateAfter(first, 4));
  const [apart, together] = [new Int16Array(8), new Int16Array(8)];
  decodeDvi4(first, apart);
  decodeDvi4(second, apart.subarray(4));
  expect(decodeDvi4(both, together)).toBe(8);
  expect([...together]).toEqual([...apart]);
});

test('the table of payload formats has the sizes of the code', () => {
  const rows = [...README.matchAll(/^\| (\d+) \| (\w+) \| (\d+) Hz \| (\d+) \| (\d+) \|$/gm)];
  expect(rows).toHaveLength(3);
  for (const [, payloadType, name, rateHz, bytes20, bytes40] of rows) {
    const format = payloadFormat(Number(payloadType));
    expect(format).toMatchObject({ name, rateHz: Number(rateHz) });
    if (!format) continue;
    expect(payloadBytes(format, format.rateHz / 50)).toBe(Number(bytes20));
    expect(payloadBytes(format, format.rateHz / 25)).toBe(Number(bytes40));
  }
});

test('the limits in the text are those of the code', () => {
  expect(README).toContain(`| length of a message | ${limits.SIGNAL_MAX_BYTES} bytes |`);
  expect(README).toContain(`1–${limits.NAME_MAX} units`);
  expect(README).toContain(`| \`room\` | 1–${limits.ROOM_ID_MAX} of`);
  expect(README).toContain(`at most ${limits.DATAGRAM_MAX_BYTES} bytes`);
  expect(README).toContain(`subprotocol \`${limits.SIGNAL_SUBPROTOCOL}\``);
  expect(README).toContain(`pings every ${limits.PING_EVERY_MS / 1000} s`);
  expect(README).toContain(`silent for ${limits.DEAD_AFTER_MS / 1000} s`);
  expect(README).toContain(`token, ${limits.TOKEN_BYTES} bytes`);
  expect(README).toContain(`one frame of ${limits.FRAME_MS} ms or two`);
  expect(limits.FRAMES_PER_PACKET_MAX).toBe(2);
});
