import {
  createRecordedSound,
  InMemoryNetwork,
  SILENCE,
  type AcousticCoupling,
  type Board,
  type Firmware,
  type Host,
  type SampleSource,
} from '../../host-sim';
import { VirtualClock } from '../../host-sim/core/clock';
import { NS_PER_MS, NS_PER_SECOND } from '../../host-sim/core/time-units';
import type { Relay } from '../../relay/relay';
import { openBoardConsole, UNREAD, type BoardConsole, type ConsolePorts } from '../board/board-console';
import { createNodeBoard } from '../board/node-board';
import { statusOf } from '../board/speaker-status';
import { Failure } from '../failure';
import { createLoopedSound } from '../sound/looped-sound';
import type { Sound } from '../sound/wav';
import { NetworkConditions } from './network-conditions';
import { edgesOf, TAPS_HZ, type Scenario, type ScenarioSpeaker, type WifiStep } from './scenario';
import { startSimulatedRelay } from './simulated-relay';

/** The relay's first address, and those that it moves to. */
const relayAddress = (moves: number): string => `10.0.0.${moves + 1}`;
const RELAY_ADDRESS = relayAddress(0);
const RELAYS_NETWORK = '10.0.0.';
const RELAY_NAME = 'relay.example';
const RELAY_PORT = 7780;
const WARM_UP_SECONDS = 20;
/** How often the boards are asked whether they are ready. */
const LOOK_SECONDS = 0.05;

/** One speaker of a scenario and its board. */
export type SimulatedSpeaker = {
  readonly name: string;
  readonly board: Board;
  readonly console: BoardConsole;
  readonly setting: ScenarioSpeaker;
};

/** A scenario at its second 0: every board has booted and is connected, and no button was pressed yet. */
export type SimulatedRoom = {
  readonly clock: VirtualClock;
  readonly network: InMemoryNetwork;
  readonly relay: Relay;
  readonly speakers: readonly SimulatedSpeaker[];
  /** The instant of the clock at the scenario's second 0. */
  readonly startNs: number;
  /** Runs to an instant of the scenario. @throws the fault of a board whose run or whose start has failed */
  runTo(second: number): void;
  close(): void;
};

/**
 * A microphone whose sound begins at second 0, which is known only after the boards have booted. The sound begins with
 * the first sample that the board takes after it, so that a recording can be compared with its source sample by sample.
 */
function startingSound(loops: boolean): { source: SampleSource; begin: (sound: Sound, startNs: number) => void } {
  let waiting: { sound: Sound; startNs: number } | undefined;
  let current = SILENCE;
  return {
    source: {
      fill(into, atNs, rateHz) {
        if (waiting) {
          const sampleNs = NS_PER_SECOND / rateHz;
          const firstNs = atNs - Math.floor((atNs - waiting.startNs) / sampleNs) * sampleNs;
          current = (loops ? createLoopedSound : createRecordedSound)(waiting.sound, firstNs);
          waiting = undefined;
        }
        current.fill(into, atNs, rateHz);
      },
    },
    begin: (sound, startNs) => (waiting = { sound, startNs }),
  };
}

const isRelay = (address: string): boolean => address.startsWith(RELAYS_NETWORK);
const SPEAKERS_NETWORK = '10.0.1.';
const addressOf = (speaker: number): string => `${SPEAKERS_NETWORK}${speaker + 1}`;
/** The speaker that has an address, or −1. */
const indexOf = (address: string): number =>
  address.startsWith(SPEAKERS_NETWORK) ? Number(address.slice(SPEAKERS_NETWORK.length)) - 1 : -1;

/**
 * Opens relay, network and boards, and waits until they are ready. `sounds` are the microphones', by speaker.
 * @throws Failure when a speaker is not ready in time, or when its firmware fails at the start
 */
export function openSimulatedRoom(
  scenario: Scenario,
  firmware: Firmware,
  sounds: ReadonlyMap<string, Sound>,
  consoles: ConsolePorts = UNREAD,
): SimulatedRoom {
  const clock = new VirtualClock();
  const conditions = new NetworkConditions(scenario);
  const network = new InMemoryNetwork({
    clock,
    seed: scenario.seed,
    conditions: (from, to) => conditions.of(indexOf(isRelay(from) ? to : from), isRelay(to) ? 'up' : 'down'),
  });
  const relay = startRelay(scenario, clock, network.host(RELAY_ADDRESS));
  network.setName(RELAY_NAME, RELAY_ADDRESS);
  const microphones = new Map(scenario.speakers.map((one) => [one.name, startingSound(one.loop)]));
  const speakers = scenario.speakers.map((setting, index) => {
    const { name } = setting;
    const board = createNodeBoard({
      name,
      clock,
      network: network.host(addressOf(index)),
      firmware,
      microphone: microphones.get(name)?.source ?? SILENCE,
      settings: { 'stagebox.json': settingsFile(setting, scenario.relayMoves.length > 0 ? RELAY_NAME : RELAY_ADDRESS) },
      seed: scenario.seed + index,
      clockPpm: setting.clockPpm,
      coupling: couplingOf(setting, sounds),
    });
    return { name, setting, board, console: openBoardConsole(board, consoles) };
  });
  for (const { board } of speakers) board.powerOn();
  warmUp(clock, speakers);
  const startNs = Math.ceil(clock.nowNs / NS_PER_MS) * NS_PER_MS;
  conditions.start(startNs);
  for (const [name, sound] of sounds) microphones.get(name)?.begin(sound, startNs);
  scheduleMoves(clock, startNs, network, scenario.relayMoves);
  for (const speaker of speakers) {
    scheduleWifi(clock, startNs, speaker);
    schedulePresses(clock, startNs, speaker);
  }
  return {
    clock,
    network,
    relay,
    speakers,
    startNs,
    runTo(second) {
      clock.runUntil(startNs + Math.round(second * NS_PER_SECOND));
      complain(speakers);
    },
    close() {
      for (const { board } of speakers) board.powerOff();
      void relay.close();
    },
  };
}

/** The name of a speaker's impulse response among the sounds. No speaker can be called so. */
export const responseName = ({ name }: Pick<ScenarioSpeaker, 'name'>): string => `${name}/impulse response`;

function couplingOf(setting: ScenarioSpeaker, sounds: ReadonlyMap<string, Sound>): AcousticCoupling | undefined {
  if (setting.coupling === undefined) return undefined;
  const { gainDb, delayMs, impulseResponse: taps } = setting.coupling;
  if (typeof taps !== 'string') {
    const impulseResponse = taps && { samples: Float32Array.from(taps), rateHz: TAPS_HZ };
    return { gainDb, delayMs, impulseResponse };
  }
  const impulseResponse = sounds.get(responseName(setting));
  if (impulseResponse === undefined) throw new Error(`the impulse response of ${setting.name} was not read`);
  return { gainDb, delayMs, impulseResponse };
}

function startRelay({ seed, rooms, stageSeats }: Scenario, clock: VirtualClock, host: Host): Relay {
  const stagePolicies = Object.fromEntries(rooms.map((room) => [room.id, room.stage]));
  const config = { signalPort: RELAY_PORT, mediaPort: RELAY_PORT, stageSeats, stagePolicies };
  return startSimulatedRelay({ clock, host, seed, config });
}

/** @throws what has stopped a board, or what has ended the start of its firmware */
function complain(speakers: readonly SimulatedSpeaker[]): void {
  for (const { board, console } of speakers) {
    const failure = board.fault ?? console.bootFailure;
    if (failure) throw failure;
  }
}

/** The text of the speaker's settings, in the board's bytes. */
function settingsFile(speaker: ScenarioSpeaker, relay: string): string {
  const { name, room, volume, microphoneGain, earcons, duplex, codec } = speaker;
  const wifi = { ssid: 'simulated', password: 'simulated' };
  const bytes = Buffer.from(name, 'utf8').toString('latin1');
  return JSON.stringify({
    ...wifi,
    relay,
    relayPort: RELAY_PORT,
    name: bytes,
    room,
    volume,
    microphoneGain,
    earcons,
    duplex,
    codec,
  });
}

function warmUp(clock: VirtualClock, speakers: readonly SimulatedSpeaker[]): void {
  const isReady = ({ board }: SimulatedSpeaker): boolean => statusOf(board)?.state === 'idle';
  for (let waited = 0; !speakers.every(isReady); waited += LOOK_SECONDS) {
    if (waited > WARM_UP_SECONDS) {
      const late = speakers.filter((speaker) => !isReady(speaker));
      const says = late.map(({ name, board }) => `${name} is ${statusOf(board)?.fault || statusOf(board)?.state}`);
      throw new Failure(`not ready after ${WARM_UP_SECONDS} s: ${says.join(', ')}`);
    }
    clock.runUntil(clock.nowNs + LOOK_SECONDS * NS_PER_SECOND);
    complain(speakers);
  }
}

/** Ends the connection of a board, and says what its next attempts meet. "good" only ends a trouble. */
function changeWifi(board: Board, to: WifiStep[1]): void {
  if (to !== 'good') board.setWifiInReach(false);
  board.setWifiTrouble(to === 'wrongPassword' || to === 'noDhcp' ? to : undefined);
  if (to !== 'away') board.setWifiInReach(true);
}

function scheduleWifi(clock: VirtualClock, startNs: number, { board, setting }: SimulatedSpeaker): void {
  for (const [second, to] of setting.wifi)
    clock.at(startNs + Math.round(second * NS_PER_SECOND), () => changeWifi(board, to));
}

function scheduleMoves(clock: VirtualClock, startNs: number, network: InMemoryNetwork, moves: readonly number[]): void {
  [...moves]
    .sort((a, b) => a - b)
    .forEach((second, index) =>
      clock.at(startNs + Math.round(second * NS_PER_SECOND), () => {
        network.move(relayAddress(index), relayAddress(index + 1));
        network.setName(RELAY_NAME, relayAddress(index + 1));
      }),
    );
}

function schedulePresses(clock: VirtualClock, startNs: number, { board, setting }: SimulatedSpeaker): void {
  for (const [second, isDown] of edgesOf(setting.script)) {
    clock.at(startNs + Math.round(second * NS_PER_SECOND), () => (isDown ? board.press() : board.release()));
  }
}
