import { createNodeBoard } from '../../cli/board/node-board';
import type { ScenarioStep } from '../../cli/simulation/scenario';
import { edgesOf } from '../../cli/simulation/scenario';
import { startSimulatedRelay } from '../../cli/simulation/simulated-relay';
import { statusOf, type SpeakerStatus } from '../../cli/board/speaker-status';
import {
  createSine,
  InMemoryNetwork,
  SILENCE,
  VirtualClock,
  type Board,
  type BoardOptions,
  type Firmware,
} from '../../host-sim';
import { NS_PER_SECOND } from '../../host-sim/core/time-units';

// A room whose boards may differ in what they are made of: where memory lies, whether native calls crash, what is in flash.

const RELAY = { address: '10.0.0.1', port: 7780 };

/** One speaker of the bench and how its board differs from a sound one. */
export type BenchSpeaker = {
  readonly name: string;
  readonly firmware: Firmware;
  readonly board?: Partial<Pick<BoardOptions, 'memory' | 'nativeCode' | 'clockPpm' | 'microphone' | 'bluetooth'>>;
  readonly settings?: Record<string, unknown>;
  /** Further files in flash. */
  readonly files?: Record<string, string>;
  readonly script?: readonly ScenarioStep[];
};

/** What the firmware says of itself, and why it speaks on tables. */
type BenchStatus = SpeakerStatus & { readonly whyTables: string };

/** A room on virtual time from power-on, and every line of its boards' consoles. */
export class BenchRoom {
  readonly clock = new VirtualClock();
  readonly network = new InMemoryNetwork({ clock: this.clock, seed: 1, conditions: { delayMs: 3 } });
  readonly boards: Readonly<Record<string, Board>>;
  readonly lines: Readonly<Record<string, string[]>>;
  private readonly relay = startSimulatedRelay({
    clock: this.clock,
    host: this.network.host(RELAY.address),
    seed: 1,
    config: { signalPort: RELAY.port, mediaPort: RELAY.port },
  });

  /** Seconds of the scripts count from power-on, when a board has not booted yet. */
  constructor(speakers: readonly BenchSpeaker[]) {
    this.lines = Object.fromEntries(speakers.map(({ name }) => [name, []]));
    this.boards = Object.fromEntries(speakers.map((speaker, i) => [speaker.name, this.createBoard(speaker, i)]));
    for (const { name, script = [] } of speakers) {
      this.boards[name]!.powerOn();
      for (const [second, isDown] of edgesOf(script))
        this.clock.at(second * NS_PER_SECOND, () =>
          isDown ? this.boards[name]!.press() : this.boards[name]!.release(),
        );
    }
  }

  /** Runs to so many seconds after power-on. @throws the fault of a board that has stopped */
  runTo(second: number): this {
    this.clock.runUntil(second * NS_PER_SECOND);
    for (const board of Object.values(this.boards)) if (board.fault) throw board.fault;
    return this;
  }

  /** Holds a button from now until `second`. */
  hold(name: string, second: number): this {
    this.boards[name]!.press();
    this.runTo(second);
    this.boards[name]!.release();
    return this;
  }

  status(name: string): BenchStatus {
    const status = statusOf(this.boards[name]!);
    if (!status) throw new Error(`${name} has not booted yet`);
    return status as BenchStatus;
  }

  /** What a loudspeaker played between two seconds, full scale ±1. */
  heard(name: string, from: number, to: number): Float32Array {
    return Float32Array.from(
      this.boards[name]!.amplifier.toSamples(from * NS_PER_SECOND, to * NS_PER_SECOND),
      (value) => value / 32768,
    );
  }

  close(): void {
    for (const board of Object.values(this.boards)) board.powerOff();
    void this.relay.close();
  }

  private createBoard({ name, firmware, board, settings, files }: BenchSpeaker, index: number): Board {
    const network = { ssid: 'simulated', password: 'simulated', relay: RELAY.address, relayPort: RELAY.port };
    const created = createNodeBoard({
      microphone: SILENCE,
      ...board,
      name,
      clock: this.clock,
      network: this.network.host(`10.0.1.${index + 1}`),
      firmware,
      settings: { ...files, 'stagebox.json': JSON.stringify({ ...network, name, duplex: 'full', ...settings }) },
      seed: index + 1,
    });
    created.onLine = (line) => void this.lines[name]!.push(line);
    return created;
  }
}

/** A tone for a microphone: exactly whole periods in a second, and none of the room's other tones. */
export function tone(hz: number): { readonly microphone: BoardOptions['microphone'] } {
  return { microphone: createSine({ hz, amplitude: 0.3 }) };
}
