import { SILENCE, type Board, type Firmware } from '../../host-sim';
import { NS_PER_MS } from '../../host-sim/core/time-units';
import type { RelayConfig } from '../../relay/config';
import type { HttpResponse } from '../../relay/http/messages';
import type { LastingRelay } from '../../relay/lasting-relay';
import { CLICK_MS } from '../board/click';
import { createNodeBoard } from '../board/node-board';
import { openBoardConsole, UNREAD, type BoardConsole, type ConsolePorts } from '../board/board-console';
import { statusOf, type SpeakerStatus } from '../board/speaker-status';
import { Failure } from '../failure';
import { gather, type Listener } from './crowd';
import { openRealGround, openVirtualGround, type Ground } from './ground';

/** The time between two looks at the speaker. */
const STEP_MS = 5;
/** How long `until` waits. */
const PATIENCE_MS = 20_000;
/** Listeners that come in one step. */
const AT_ONCE = 50;
/** After this time no second click can follow, so the speaker acts. */
const AFTER_PRESS_MS = 400;

/** What a request of a story carries. */
export type Ask = { readonly token?: string; readonly json?: object; readonly form?: Readonly<Record<string, string>> };

/** The place of a story: a relay that remembers, a speaker with the real bundle, and a crowd of listeners. */
export interface World {
  readonly relay: LastingRelay;
  /** The time of day by the wall clock, in milliseconds since 1970. */
  epochMs(): number;
  /** Puts the wall clock forward, for days in which nothing happens. */
  letPass(ms: number): void;
  /** Waits until a condition holds. @throws Failure that names it, after 20 s, or with the exception at the firmware's start */
  until(what: string, isSo: () => boolean): Promise<void>;
  /** Lets time pass. */
  wait(ms: number): Promise<void>;
  /** Switches the speaker on. */
  powerOn(settings: Readonly<Record<string, unknown>>): void;
  /** Holds the button down for a time, and waits until the speaker has acted. */
  press(ms: number): Promise<void>;
  /** Clicks twice, and waits until the speaker has acted. */
  doubleClick(): Promise<void>;
  /** Calls `onLook` with the speaker's status every 5 ms from now on. */
  watch(onLook: (speaker: SpeakerStatus) => void): void;
  /** Exceptions that nothing in the speaker's firmware caught. */
  exceptions(): number;
  /** The status of the speaker, or undefined until its bundle runs. */
  speaker(): SpeakerStatus | undefined;
  /** Sends an HTTP request to the relay. */
  ask(method: string, target: string, ask?: Ask): Promise<HttpResponse>;
  /** Lets `count` listeners come into a room. */
  gather(room: string, count: number): Promise<readonly Listener[]>;
  close(): Promise<void>;
}

/** Opens a world whose wall clock begins at `beginMs`. */
export async function openWorld(
  kind: 'virtual' | 'real',
  firmware: Firmware,
  beginMs: number,
  config: Partial<RelayConfig> = {},
  consoles: ConsolePorts = UNREAD,
): Promise<World> {
  const open = kind === 'virtual' ? openVirtualGround : openRealGround;
  return new StoryWorld(await open(beginMs, config), firmware, consoles);
}

class StoryWorld implements World {
  readonly relay: LastingRelay;
  private readonly ground: Ground;
  private readonly firmware: Firmware;
  private readonly consoles: ConsolePorts;
  private board: Board | undefined;
  private console: BoardConsole | undefined;
  private onLook: ((speaker: SpeakerStatus) => void) | undefined;

  constructor(ground: Ground, firmware: Firmware, consoles: ConsolePorts) {
    this.relay = ground.relay;
    this.ground = ground;
    this.firmware = firmware;
    this.consoles = consoles;
  }

  epochMs(): number {
    return this.ground.wallClock.epochMs();
  }

  letPass(ms: number): void {
    this.ground.wallClock.forward(ms);
  }

  async until(what: string, isSo: () => boolean): Promise<void> {
    for (let waitedMs = 0; !isSo(); waitedMs += STEP_MS) {
      if (waitedMs > PATIENCE_MS) {
        const { state = 'off', light = 'none' } = this.speaker() ?? {};
        throw new Failure(`waited too long for ${what}: the speaker is ${state}, its light ${light}`);
      }
      await this.wait(STEP_MS);
    }
  }

  async wait(ms: number): Promise<void> {
    for (let leftMs = ms; leftMs > 0; leftMs -= STEP_MS) {
      await this.ground.pass(Math.min(leftMs, STEP_MS));
      if (this.console?.bootFailure) throw this.console.bootFailure;
      const now = this.onLook && this.speaker();
      if (now) this.onLook?.(now);
    }
  }

  powerOn(settings: Readonly<Record<string, unknown>>): void {
    const { clock, host, relayAddress } = this.ground;
    const network = { ssid: 'simulated', password: 'simulated' };
    const connection = { ...network, relay: relayAddress.host, relayPort: relayAddress.port };
    this.board = createNodeBoard({
      name: 'speaker',
      clock,
      network: host,
      firmware: this.firmware,
      microphone: SILENCE,
      settings: { 'stagebox.json': JSON.stringify({ ...connection, ...settings }) },
      seed: 1,
    });
    this.console = openBoardConsole(this.board, this.consoles);
    this.board.powerOn();
  }

  async press(ms: number): Promise<void> {
    this.hold(0, ms);
    await this.wait(ms + AFTER_PRESS_MS);
  }

  async doubleClick(): Promise<void> {
    this.hold(0, CLICK_MS);
    this.hold(2 * CLICK_MS, CLICK_MS);
    await this.wait(3 * CLICK_MS + AFTER_PRESS_MS);
  }

  watch(onLook: (speaker: SpeakerStatus) => void): void {
    this.onLook = onLook;
  }

  exceptions(): number {
    return this.console?.exceptions ?? 0;
  }

  speaker(): SpeakerStatus | undefined {
    return this.board && statusOf(this.board);
  }

  ask(method: string, target: string, { token, json, form }: Ask = {}): Promise<HttpResponse> {
    const body = json ? JSON.stringify(json) : form ? new URLSearchParams(form).toString() : '';
    const type = json ? 'application/json' : 'application/x-www-form-urlencoded';
    const headers = { 'content-type': type, ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) };
    return this.ground.ask(method, target, headers, body);
  }

  async gather(room: string, count: number): Promise<readonly Listener[]> {
    // They come in groups: in real time, the speaker's clock would stand still while all of them come at once.
    const all: Listener[] = [];
    while (all.length < count) {
      all.push(...gather(this.ground.signal, room, all.length, Math.min(count, all.length + AT_ONCE)));
      await this.wait(STEP_MS);
    }
    return all;
  }

  async close(): Promise<void> {
    this.board?.powerOff();
    await this.ground.close();
  }

  /** Presses the button `fromMs` from now for `ms`, by the board's clock. On a slow computer a click stays a click. */
  private hold(fromMs: number, ms: number): void {
    const { clock } = this.ground;
    const downNs = clock.nowNs + fromMs * NS_PER_MS;
    clock.at(downNs, () => this.board?.press());
    clock.at(downNs + ms * NS_PER_MS, () => this.board?.release());
  }
}
