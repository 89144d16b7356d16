import { DVI4_16K, PCMU } from '../../wire';
import { differencesFromGolden } from '../support/golden-registers';
import { speech } from '../support/speech';
import type { EspruinoBoard } from './espruino-board';
import * as run from './interpreter';
import { asPcm, comparePassage, type Passage } from './likeness';
import { pause, slowNowNs } from './slow-time';
import { ScriptedMember } from './scripted-member';
import { NS_PER_MS } from '../../host-sim/core/time-units';

function describePassage({ windows, medianSnrDb, shortestMs, longestMs }: Passage): string {
  return `${medianSnrDb.toFixed(1)} dB, delay ${shortestMs.toFixed(0)} to ${longestMs.toFixed(0)} ms in ${windows} windows`;
}

/**
 * Both sound paths, the variables of the board, and the least signal-to-noise ratio either way: what the codec leaves. On kernels playout may be taking a sample
 * out of every frame to lead its delay, which costs the stretch around it.
 */
const PATHS = [
  {
    codec: 'wide',
    name: 'DVI4/16000 kernels',
    format: DVI4_16K,
    sentDb: 24,
    playedDb: 17,
    golden: 'fd_16k_txboth_rxleft',
    variables: run.SMALL_POOL,
  },
  {
    codec: 'tables',
    name: 'PCMU tables',
    format: PCMU,
    sentDb: 25,
    playedDb: 25,
    golden: 'fd_8k_txboth_rxleft',
    variables: undefined,
  },
] as const;

run.eachOnInterpreter('the bundle in a real interpreter, in a room', PATHS, (path) => {
  const { codec, format } = path;
  const own = speech('austen-1', 0);
  const others = speech('austen-2', 0);
  const othersSamples = asPcm(others, format.rateHz);
  let relay: run.InterpreterRelay;
  let board: EspruinoBoard;
  let peer: ScriptedMember;

  beforeAll(async () => {
    relay = await run.startRelay();
    board = await run.boot({ ...run.settingsFor(relay), codec }, { variables: path.variables });
    peer = await ScriptedMember.join(relay.signalPort, 'boris', 'lounge', format);
    await run.untilState(board, 'idle');
  });
  afterAll(async () => {
    board?.close();
    peer?.close();
    await relay?.close();
  });

  test('has come up on the path that it was set to', async () => {
    expect(await run.statusOf(board)).toMatchObject({ codec: path.name, whyTables: '', fault: '' });
  });

  test('joins at a press, and carries real speech both ways', async () => {
    const idle = await run.variablesOf(board);
    await board.press(0, 40);
    await run.untilState(board, 'inRoom');
    await board.until('the sound of the room', async () => (await run.statusOf(board)).joinMs > 0);
    await board.until('the light of the stage', async () => (await run.statusOf(board)).light === 'stage');
    const { joinMs, role } = await run.statusOf(board);
    expect(role).toBe('stage');
    expect(joinMs).toBeLessThan(500);
    await pause(500);
    const inRoom = await run.variablesOf(board);

    await board.press(0, 40);
    await board.until('the microphone', async () => (await run.statusOf(board)).microphone === 'open');
    const sinceNs = slowNowNs();
    const ownStartNs = board.hear(own);
    const talk = peer.talk(othersSamples);
    await pause(2000);
    const streaming = await run.variablesOf(board);
    await talk;
    await pause(Math.max(500, (1000 * own.samples.length) / own.rateHz - (board.nowNs - ownStartNs) / NS_PER_MS + 500));
    const status = await run.statusOf(board);
    const heard = peer.heardSince(sinceNs);
    const played = board.recording.toSamples(ownStartNs, board.nowNs);

    const own2peer = comparePassage(own, heard, format.rateHz);
    const peer2own = comparePassage(others, played, format.rateHz);
    const prelude = await board.evaluate<number>('__board.usage');
    run.say(
      `variables: ${prelude} before the bundle, ${idle.usage} idle, ${inRoom.usage} in the room, ` +
        `${streaming.usage} while streaming both ways; ${streaming.total - streaming.usage} of ${streaming.total} free`,
    );
    run.say(`longest array in one piece: ${await run.largestArrayOf(board)} bytes`);
    if (path.variables !== undefined) expect(streaming.total).toBeLessThanOrEqual(path.variables);
    run.say(`microphone to member: ${describePassage(own2peer)}`);
    run.say(`member to loudspeaker: ${describePassage(peer2own)}`);
    const { packets, underruns, overruns, skipped, bufferMs } = status;
    run.say(`join ${joinMs.toFixed(0)} ms; ${JSON.stringify({ ...packets, underruns, overruns, skipped, bufferMs })}`);
    expect(own2peer.medianSnrDb).toBeGreaterThan(path.sentDb);
    expect(peer2own.medianSnrDb).toBeGreaterThan(path.playedDb);
    expect(packets).toMatchObject({ strangers: 0, malformed: 0 });
  });

  test('sends nothing more once the microphone is closed', async () => {
    await board.press(0, 40);
    await board.until('a closed microphone', async () => (await run.statusOf(board)).microphone === 'closed');
    await pause(100);
    const { sent } = (await run.statusOf(board)).packets;
    const sinceNs = slowNowNs();
    await pause(500);
    expect((await run.statusOf(board)).packets.sent).toBe(sent);
    expect(peer.heardSince(sinceNs).length).toBe(0);
  });

  test('leaves at two double clicks, and still has the registers of ESP-IDF', async () => {
    await board.press(0, 40, 60, 40);
    await board.until('a seat in the audience', async () => (await run.statusOf(board)).role === 'audience');
    await board.press(0, 40, 60, 40);
    await run.untilState(board, 'idle');
    expect(relay.stats().members).toBe(2);
    expect(differencesFromGolden(board.chip.registers(), path.golden)).toEqual([]);
    expect(board.console).toEqual([]);
    expect(await board.evaluate('E.getErrorFlags()')).toEqual([]);
  });
});
