import { crc32 } from 'node:zlib';
import { changesComplaint } from '../../firmware/settings/setting-checks';
import { encodePcmuSample } from '../../wire/pcmu';
import { differencesFromGolden } from '../support/golden-registers';
import { boot, describeOnInterpreter, statusOf } from './interpreter';
import type { EspruinoBoard } from './espruino-board';

describeOnInterpreter('the bundle in a real interpreter, on tables', () => {
  let board: EspruinoBoard;
  beforeAll(async () => {
    board = await boot({ name: 'kitchen', codec: 'tables' });
  });
  afterAll(() => board.close());

  test('boots without a complaint and asks to be set up', async () => {
    expect(await statusOf(board)).toMatchObject({
      state: 'offline',
      name: 'kitchen',
      codec: 'PCMU tables',
      fault: '',
      microphone: 'closed',
    });
    expect(board.console).toEqual([expect.stringMatching(/^Stagebox: not set up yet/)]);
    expect(await board.evaluate('E.getErrorFlags()')).toEqual([]);
  });

  test('leaves the registers of the stream as ESP-IDF v5.5.2 does', () => {
    expect(differencesFromGolden(board.chip.registers(), 'fd_8k_txboth_rxleft')).toEqual([]);
  });

  test('made a sound table that equals G.711 for all 65536 samples', async () => {
    const table = Uint8Array.from({ length: 65536 }, (_, index) => encodePcmuSample((index << 16) >> 16));
    expect(await board.evaluate('E.CRC32(require("Storage").readArrayBuffer("sb.pcmu"))')).toBe(crc32(table));
  });

  test.each([
    [{}],
    [null],
    ['lounge'],
    [{ colour: 'red' }],
    [{ ssid: '' }],
    [{ password: 'x'.repeat(65) }],
    [{ relay: 7 }],
    [{ relayPort: 0 }],
    [{ name: 'a\u0007' }],
    [{ room: 'The Lounge' }],
    [{ volume: 1.5 }],
    [{ duplex: 'none' }],
    [{ codec: 'opus' }],
    [{ light: true }],
  ])('refuses to configure %j, in words', async (changes) => {
    const words = changesComplaint(changes);
    expect(words).not.toBe('');
    expect(await board.evaluate(`configure(${JSON.stringify(changes)})`)).toBe(words);
  });

  test.each([
    [16000, 'full', 'fd_16k_txboth_rxleft'],
    [16000, 'tx', 'tx_only_16k_both'],
    [16000, 'rx', 'rx_only_16k_mono_left'],
    [8000, 'full', 'fd_8k_txboth_rxleft'],
  ])('runs the sound hardware at %i Hz, %s, as ESP-IDF does', async (rateHz, direction, golden) => {
    expect(await board.evaluate(`testSound(${rateHz},"${direction}")`)).toBe('running');
    expect(differencesFromGolden(board.chip.registers(), golden)).toEqual([]);
  });

  test('keeps what is configured, and starts anew with the sound hardware stopped in between', async () => {
    const stretches = board.recording.stretches.length;
    expect(await board.evaluate('configure({ name: "study", volume: 0.5 })')).toBe('saved; starting anew');
    await board.until('the new name', async () => (await statusOf(board)).name === 'study');
    expect(await board.evaluate('require("Storage").readJSON("stagebox.json")')).toEqual({
      name: 'study',
      codec: 'tables',
      volume: 0.5,
    });
    expect(board.recording.stretches.length).toBe(stretches + 1);
    expect(differencesFromGolden(board.chip.registers(), 'fd_8k_txboth_rxleft')).toEqual([]);
    expect(board.console.filter((line) => !line.includes('not set up yet'))).toEqual([]);
  });
});
