import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseClaim, writeClaim } from '../../wire/claim';
import { decodeDvi4, dvi4StateAfter, encodeDvi4, readDvi4Header } from '../../wire/dvi4';
import * as limits from '../../wire/limits';
import { decodePcmu, encodePcmu } from '../../wire/pcmu';
import { payloadBytes, payloadFormat } from '../../wire/payload';
import { RTP_HEADER_BYTES, parseRtp, writeRtpHeader } from '../../wire/rtp';
import { writeShort, type ShortMessage } from '../../wire/short-form';
import { parseShort } from '../../wire/short-reader';
import { writeSignal, type SignalMessage, type SignalRejection } from '../../wire/signal';
import { parseToMember, type ToMember } from '../../wire/to-member';
import { parseToRelay } from '../../wire/to-relay';
import { bytes, hex } from '../support/hex';
import { MESSAGE_TYPES, TO_MEMBER, TO_RELAY } from './any-signal';
import { ANSWERS, ERROR_CODES, LEFT_REASONS, MODERATIONS, RANKS, REMINDERS, ROLES, SIGNS } from './field-kinds';

// The README of wire/ is normative, so its examples have to be right.

const README = readFileSync(join(__dirname, '../../wire/README.md'), 'utf8');

type Example = { readonly info: string; readonly text: string };
const EXAMPLES: readonly Example[] = [...README.matchAll(/^```(\S.*)\n([^]*?)^```$/gm)].map(([, info, text]) => ({
  info: info!,
  text: text!.trim(),
}));

const examples = (info: RegExp): Example[] => EXAMPLES.filter((example) => info.test(example.info));
/** The only block of its kind. */
function example(info: RegExp): Example {
  const [only, ...more] = examples(info);
  if (!only || more.length > 0) throw new Error(`there is not one example of ${info}`);
  return only;
}
const lines = (of: readonly Example[]): string[] => of.flatMap(({ text }) => text.split('\n'));

/** The README's refusals of one kind, as pairs of a reason and what is refused. */
const refusals = (kind: string): [string, string][] =>
  examples(new RegExp(`^${kind} refused `)).map(({ info, text }) => [info.split(' ').slice(-1)[0]!, text]);

test('every fenced block is of a kind that is checked here', () => {
  const kinds = new Set(EXAMPLES.map(({ info }) => info.replace(/ refused .*/, ' refused')));
  expect([...kinds].sort()).toEqual([
    'hex claim',
    'hex claim refused',
    'hex claimed',
    'hex dvi4',
    'hex dvi4 joined',
    'hex pcmu',
    'hex ping',
    'hex pong',
    'hex rtp',
    'hex rtp refused',
    'json refused',
    'json signal',
    // test/wire/readme-sealed.test.ts reads these.
    'sealed to member',
    'sealed to relay',
    'sign-in example',
  ]);
});

const SIGNALS = lines(examples(/^json signal$/));
const bothReadings = (text: string): readonly (SignalMessage | SignalRejection)[] => [
  parseToMember(text),
  parseToRelay(text),
];

test.each(SIGNALS)('reads and writes %s', (text) => {
  const written = bothReadings(text).flatMap((read) => (read.type === 'rejected' ? [] : [writeSignal(read)]));
  expect(written).toContain(text);
});

test.each(refusals('json').flatMap(([code, text]) => text.split('\n').map((line) => [code, line])))(
  'refuses as %s: %s',
  (code, line) => {
    const codes = bothReadings(line).map((read) => (read.type === 'rejected' ? read.code : read.type));
    expect(codes).toContain(code);
    // The parser of the other direction does not know the type, or refuses the message as well.
    for (const other of codes) expect([code, 'unknown-type', 'bad-name', 'bad-field']).toContain(other);
  },
);

test('every type of message has a section, and in it an example and whatever can be refused', () => {
  const sections = README.split(/^##+ /m).map((section): [string[], string] => {
    const [title, ...rest] = section.split('\n');
    return [title!.split(', '), rest.join('\n')];
  });
  for (const type of MESSAGE_TYPES) {
    const [, text] = sections.find(([titles]) => titles.includes(type)) ?? [];
    expect([type, text]).toEqual([type, expect.stringContaining(`\n{"type":"${type}"`)]);
    const fields = Object.keys({ ...TO_MEMBER[type as 'hello'], ...TO_RELAY[type as 'hello'] });
    if (fields.length > 0) expect([type, text]).toEqual([type, expect.stringContaining('```json refused ')]);
    for (const field of fields) expect([type, text]).toEqual([type, expect.stringContaining(`"${field}":`)]);
  }
});

test('the table of directions has every message once, on its side', () => {
  const from = (who: string): string[] => {
    const [, row] = new RegExp(`^\\| ${who} \\| (.*) \\|$`, 'm').exec(README) ?? [];
    return row!.replaceAll('`', '').split(' ').sort();
  };
  const [towards, back] = [Object.keys(TO_MEMBER), Object.keys(TO_RELAY)];
  expect(from('relay')).toEqual(towards.filter((type) => !back.includes(type)).sort());
  expect(from('member')).toEqual(back.filter((type) => !towards.includes(type)).sort());
  expect(from('both')).toEqual(towards.filter((type) => back.includes(type)).sort());
});

test('the table of short forms has an example of each, as it is written and read', () => {
  const section = README.slice(README.indexOf('## The short form'));
  const rows = [...section.matchAll(/^\| `([a-z]+)[^|]*\| `([a-z]+)`[^|]*\| `([^`]*)` \|$/gm)];
  const [, ...ignored] = /`([a-z]+)` and `([a-z]+)` are not sent to such a member/.exec(README)!;
  const isJson = ['hello', 'challenge', 'ping'];
  expect([...rows.map(([, , type]) => type!), ...ignored, ...isJson].sort()).toEqual(Object.keys(TO_MEMBER).sort());
  for (const [, word, type, example] of rows) {
    // A speaker knows a pong before it reads it.
    if (word === 'pong') continue;
    const read = parseShort(example!) as ShortMessage;
    expect(read.type).toBe(word);
    expect(word === 'others' ? 'speaking' : word).toBe(type);
    expect(writeShort(read as ToMember)).toBe(example);
  }
});

test('the pictures show only messages and fields that there are', () => {
  const pictures = [...README.matchAll(/^```\n([^]*?)^```$/gm)].map(([, text]) => text);
  const drawn = pictures.flatMap((text) => [...text!.matchAll(/([a-z-]+) \{([^}]*)\}/g)]);
  expect(drawn.length).toBeGreaterThan(20);
  for (const [, type, fields] of drawn) {
    const known = Object.keys({ ...TO_MEMBER[type as 'hello'], ...TO_RELAY[type as 'hello'] });
    for (const field of fields!.split(/, ?| /).filter((word) => word !== '' && word !== '…')) {
      expect([type, known]).toEqual([type, expect.arrayContaining([field])]);
    }
  }
});

/** The fields in the table of limits, as `field` or `field of message`. */
const limited = [...README.slice(0, README.indexOf('### ')).matchAll(/^\| (?:words: )?(`[a-z].*?) \| /gim)].flatMap(
  ([, names]) => names!.split(', ').map((name) => name.replace(/`/g, '').replace(/ of an? /, ' of ')),
);

test('every field of every message is in the table of limits', () => {
  const fields = [...Object.entries(TO_MEMBER), ...Object.entries(TO_RELAY)].flatMap(([type, described]) =>
    Object.keys(described).map((field) => ({ type, field })),
  );
  for (const { type, field } of fields) {
    const row = limited.find((name) => name === field || name === `${field} of ${type === 'pong' ? 'ping' : type}`);
    expect([type, field, row]).toEqual([type, field, expect.any(String)]);
  }
});

test('every error code has its row in the table, and no other', () => {
  const table = README.slice(README.indexOf('| code |'), README.indexOf('### ping'));
  const rows = [...table.matchAll(/^\| `([a-z-]+)` \| [^|]{8,} \| [^|]{8,} \|$/gm)].map(([, code]) => code);
  expect(rows).toEqual([...ERROR_CODES]);
});

test('every word that a field can be is shown', () => {
  const shown = (field: string, words: readonly string[]): void => {
    for (const word of words) expect(SIGNALS.join()).toContain(`"${field}":"${word}"`);
  };
  shown('role', ROLES);
  shown('rank', RANKS);
  shown('reason', LEFT_REASONS);
  shown('answer', ANSWERS);
  shown('action', MODERATIONS);
  shown('state', [...SIGNS, ...REMINDERS]);
  const table = README.slice(README.indexOf('| action |'), README.indexOf('### invitation'));
  expect([...table.matchAll(/^\| `([a-z]+)` \|/gm)].map(([, action]) => action)).toEqual([...MODERATIONS]);
});

test('claims are drawn as they are written', () => {
  for (const kind of ['claim', 'claimed', 'ping', 'pong'] as const) {
    const { text } = example(new RegExp(`^hex ${kind}$`));
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
  const { text } = example(/^hex pcmu$/);
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
  const { text } = example(/^hex dvi4$/);
  const [before, after] = text.replace(/^.*\n.*;/, '').split('come out as');
  const packet = bytes(text);
  const encoded = new Uint8Array(packet.length);
  encodeDvi4(Int16Array.from(numbersIn(before!)), encoded, { predicted: 0, index: 0 });
  expect(hex(encoded)).toBe(hex(packet));
  const decoded = new Int16Array(4);
  expect(decodeDvi4(packet, decoded)).toBe(4);
  expect([...decoded]).toEqual(numbersIn(after!));
});

test('the joined DVI4 frames have one header, and go on from each other', () => {
  const { text } = example(/^hex dvi4 joined$/);
  const [first, second, both] = text.split('\n').map(bytes);
  expect(hex(both!)).toBe(hex(Uint8Array.from([...first!, ...second!.subarray(4)])));
  expect(readDvi4Header(second!)).toEqual(dvi4StateAfter(first!, 4));
  const [apart, together] = [new Int16Array(8), new Int16Array(8)];
  decodeDvi4(first!, apart);
  decodeDvi4(second!, apart.subarray(4));
  expect(decodeDvi4(both!, together)).toBe(8);
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
