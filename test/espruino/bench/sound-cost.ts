import type { Firmware } from '../../../host-sim';
import { speech } from '../../support/speech';
import { resample } from '../../../host-sim/parts/resampler';
import type { Profile } from './callgrind';
import { CountedBoard, SLOWNESS, type Window } from './counted-board';
import { LoneRelay } from './lone-relay';

const UNIT_MS = 40;
const UNITS = 20;
/** Long enough for memory to be as shredded as it gets. */
const SETTLE_MS = 2000;
/** RTC FAST memory that no kernel is placed in. */
const SPARE_CODE = 0x400c0f00;
const SOCKETS = ['socketServerConnectionsIdle', 'socketClientConnectionsIdle'];

/** Timers' and datagrams' callbacks, what it takes to run them, and sockets. */
export type SoundPart = 'timers' | 'messages' | 'dispatch' | 'receive' | 'transmit';

/** What 40 ms of sound both ways cost, in host instructions. */
export type SoundCost = {
  readonly codec: string;
  readonly packetMs: number;
  /** All work that was counted, the bridge to the simulated chip included; the idle loop's empty passes are not. */
  readonly raw: number;
  /** Of it: what the bridge costs beyond what the board's own built-ins do. */
  readonly bridge: number;
  readonly net: number;
  /** The raw figure's parts. */
  readonly parts: Readonly<Record<SoundPart, number>>;
  /** Instructions of machine code, which the board's processor executes itself. */
  readonly kernels: number;
};

type Status = {
  readonly codec: string;
  readonly state: string;
  readonly microphone: string;
  readonly underruns: number;
  readonly packets: { readonly sent: number; readonly received: number };
};

/** Joins a room, opens the microphone, and counts. */
export async function measureSound(
  interpreter: string,
  firmware: Firmware,
  settings: Readonly<Record<string, unknown>>,
  packetMs: number,
): Promise<SoundCost> {
  const relay = new LoneRelay(SLOWNESS, packetMs);
  await relay.listening();
  const where = { ssid: 'home', relay: '127.0.0.1', relayPort: relay.signalPort, name: 'bench', duplex: 'full' };
  const counted = new CountedBoard(interpreter, firmware, { ...where, ...settings });
  try {
    return await measure(counted, relay, packetMs);
  } finally {
    counted.close();
    relay.close();
  }
}

async function measure(counted: CountedBoard, relay: LoneRelay, packetMs: number): Promise<SoundCost> {
  const { board } = counted;
  const status = (): Promise<Status> => board.evaluate<Status>('status()');
  const reaches = (state: string): Promise<void> =>
    board.until(`the state ${state}`, async () => (await status()).state === state);
  await board.until('the bundle to run', async () => (await board.evaluate('typeof status')) === 'function');
  await reaches('idle');
  await board.press(0, 40);
  await reaches('inRoom');
  await board.press(0, 40);
  await board.until('the microphone', async () => (await status()).microphone === 'open');
  board.hear(speech('austen-1', 0));
  const talk = relay.talk(samplesAt);
  await board.pause(SETTLE_MS);
  const before = await status();
  const window = await counted.during(UNITS * UNIT_MS);
  const after = await status();
  if (after.underruns > before.underruns)
    throw new Error('the playout ran dry while it was counted: this machine is too busy for a fair count; try again');
  relay.hush();
  await talk;
  // The firmware would not find the chip where this looks.
  await board.evaluate('(clearInterval(),__board.worker=setInterval(__board.work,20),0)');
  const bridge = await bridgeCost(counted, window);

  const { profile } = window;
  const perUnit = (instructions: number): number => Math.round(instructions / UNITS);
  const parts = partsOf(profile);
  const raw = Object.values(parts).reduce((sum, part) => sum + part, 0);
  return {
    codec: after.codec,
    packetMs,
    raw: perUnit(raw),
    bridge: perUnit(bridge),
    net: perUnit(raw - bridge),
    parts: {
      timers: perUnit(parts.timers),
      messages: perUnit(parts.messages),
      dispatch: perUnit(parts.dispatch),
      receive: perUnit(parts.receive),
      transmit: perUnit(parts.transmit),
    },
    kernels: perUnit(window.machineCode),
  };
}

/** Another voice than the board's own, as 16-bit samples. */
function samplesAt(rateHz: number): Int16Array {
  const { samples, rateHz: from } = speech('austen-2', 0);
  const into = new Float64Array(Math.floor((samples.length * rateHz) / from));
  resample(samples, from, into, rateHz, 0, 32767);
  return Int16Array.from(into);
}

/** The work in a profile by what it was for: calls that are made only when there is something to do. */
function partsOf(profile: Profile): Record<SoundPart, number> {
  const sum = (callers: readonly string[], callees: readonly string[]): number =>
    callers
      .flatMap((caller) => callees.map((callee) => profile.between(caller, callee).instructions))
      .reduce((all, one) => all + one, 0);
  const mean = (callee: string): number => {
    const { calls, instructions } = profile.between('jsiIdle', callee);
    return calls === 0 ? 0 : instructions / calls;
  };
  const timers = profile.between('jsiIdle', 'jsiExecuteEventCallbackArgsArray');
  const messages = sum(['jsiExecuteEvents'], ['jsiExecuteEventCallbackArgsArray']);
  // Around a timer's callback: its fields are looked up, and its next time is stored (src/jsinteractive.c, jsiIdle).
  const around =
    4 * mean('jsvObjectGetChildIfExists') + mean('jsvObjectSetChildAndUnLock') + mean('jsvNewFromLongInteger');
  const queue = ['jsvArrayPopFirst', 'jsvObjectGetChildIfExists', 'jsvSkipNameAndUnLock', 'jsvUnLock', 'jsvUnLock2'];
  return {
    timers: timers.instructions,
    messages,
    dispatch: timers.calls * around + sum(['jsiExecuteEvents'], queue),
    receive: sum(SOCKETS, ['jsvAppendStringBuf', 'socketReceived']),
    transmit: sum(SOCKETS, ['socketSendData', 'jsvObjectSetChild']),
  };
}

/** What the requests of a window cost beyond the built-ins that a board has in their place. */
async function bridgeCost(counted: CountedBoard, { requests, profile }: Window): Promise<number> {
  const { board } = counted;
  /** Of a built-in that the prelude has put something in place of. */
  const excess = async (name: string, bridged: string, real: string, setUp = '0'): Promise<number> => {
    const detour = await counted.costOf(setUp, bridged);
    await board.evaluate(`(__board.kept=global.${name},delete global.${name})`);
    const direct = await counted.costOf(setUp, real);
    await board.evaluate(`(global.${name}=__board.kept,0)`);
    return detour - direct;
  };
  // entry a1,32; movi.n a2,0; retw.n
  await board.evaluate(`poke32(${SPARE_CODE},new Uint32Array([0x0c004136,0x00f01d02]))`);
  const call = async (values: string): Promise<number> =>
    (await counted.costOf(`E.nativeCall(${SPARE_CODE},"int(int,int,int,int)")`, `f(${values})`)) -
    (await counted.costOf('E.reverseByte', `f(${values})`));
  const costs: readonly (readonly [what: string, times: number, each: number])[] = [
    ['peek32', requests.get('peek') ?? 0, await excess('peek32', 'peek32(0x3ff4f058)', 'peek32(f)', '__board.real')],
    ['getTime', profile.into('gen_jswrap_getTime').calls, await excess('getTime', 'getTime()', 'getTime()')],
    ['native call of one value', requests.get('call of 1') ?? 0, await call('a')],
    ['native call of three values', requests.get('call of 3') ?? 0, await call('a,a,c')],
  ];
  return costs.reduce((sum, [, times, each]) => sum + times * each, 0);
}
