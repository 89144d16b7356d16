import type { Board } from '../../host-sim';
import type { Clock } from '../../host-sim/core/clock';
import { NS_PER_MS } from '../../host-sim/core/time-units';
import { nearestWord } from '../../relay/ports/nearest-word';
import { BETWEEN_CLICKS_MS, CLICK_MS } from '../board/click';

// The button of a speaker by lines of text, for programs and pipes: one gesture after the other.

/** After a gesture, so that the next is one of its own: more than the firmware waits for a second click. */
const APART_MS = 600;
/** For how long the first gesture waits for the speaker to be connected. */
const READY_WITHIN_MS = 15_000;
const LOOK_EVERY_MS = 50;
const LONGEST_SECONDS = 3600;

/** The words, and what each does. */
export const BUTTON_WORDS: Readonly<Record<string, string>> = {
  press: 'presses the button briefly; so does click',
  double: 'presses it twice',
  'hold 2s': 'holds it down for 2 seconds; any time up to an hour, such as 300ms',
  down: 'presses it until up',
  up: 'lets it go',
  'wait 2s': 'does nothing for 2 seconds',
  help: 'shows these words',
  quit: 'ends the speaker, after all that was asked before',
};

type Edge = readonly [afterMs: number, isDown: boolean];

/** What a line asks for. */
type ButtonOrder =
  | { readonly kind: 'gesture'; readonly edges: readonly Edge[]; readonly lastsMs: number }
  | { readonly kind: 'help' | 'quit' | 'nothing' }
  | { readonly kind: 'unknown'; readonly why: string };

const gesture = (lastsMs: number, ...edges: readonly Edge[]): ButtonOrder => ({ kind: 'gesture', edges, lastsMs });
const unknown = (why: string): ButtonOrder => ({ kind: 'unknown', why });

/** Milliseconds of `2s`, `0.5 s`, `300ms` or `2`, which means seconds. */
function readMs(text: string): number | undefined {
  const [, number, unit] = /^(\d+(?:\.\d+)?)\s*(s|ms|)$/.exec(text) ?? [];
  if (number === undefined) return undefined;
  const ms = Number(number) * (unit === 'ms' ? 1 : 1000);
  return ms > 0 && ms <= 1000 * LONGEST_SECONDS ? ms : undefined;
}

/** Reads a line. Total. */
export function readButtonOrder(line: string): ButtonOrder {
  const [word = '', ...rest] = line.trim().toLowerCase().split(/\s+/);
  const value = rest.join(' ');
  if (word === 'hold' || word === 'wait') {
    const ms = readMs(value);
    if (ms === undefined) return unknown(`"${line.trim()}": give a time of up to an hour, such as "${word} 2s"`);
    return word === 'hold' ? gesture(ms + APART_MS, [0, true], [ms, false]) : gesture(ms);
  }
  if (value !== '') return unknown(`"${line.trim()}": "${word}" takes nothing after it`);
  switch (word) {
    case '':
      return { kind: 'nothing' };
    case 'press':
    case 'click':
      return gesture(CLICK_MS + APART_MS, [0, true], [CLICK_MS, false]);
    case 'double': {
      const again = BETWEEN_CLICKS_MS;
      return gesture(
        again + CLICK_MS + APART_MS,
        [0, true],
        [CLICK_MS, false],
        [again, true],
        [again + CLICK_MS, false],
      );
    }
    case 'down':
    case 'up':
      return gesture(0, [0, word === 'down']);
    case 'help':
    case 'quit':
      return { kind: word };
  }
  const words = Object.keys(BUTTON_WORDS).map((known) => known.replace(/ .*/, ''));
  const meant = nearestWord(word, words);
  const instead = meant === undefined ? `the words are ${words.join(', ')}` : `did you mean "${meant}"?`;
  return unknown(`"${word.slice(0, 40)}" is no word here: ${instead}`);
}

type QueuePorts = {
  readonly clock: Clock;
  readonly board: Board;
  /** Whether the speaker is connected, so that presses mean something. */
  readonly isReady: () => boolean;
  readonly print: (line: string) => void;
  readonly quit: () => void;
};

/** Does what lines ask for, one after the other. */
export class ButtonQueue {
  private readonly ports: QueuePorts;
  private readonly waiting: (() => number)[] = [];
  private isBusy = false;
  private isFirst = true;

  constructor(ports: QueuePorts) {
    this.ports = ports;
  }

  /** Takes a line. What is not understood is answered at once. */
  take(line: string): void {
    const { print, quit, board, clock } = this.ports;
    const order = readButtonOrder(line);
    switch (order.kind) {
      case 'nothing':
        return;
      case 'unknown':
        return print(order.why);
      case 'help':
        return Object.entries(BUTTON_WORDS).forEach(([word, what]) => print(`${word.padEnd(8)}  ${what}`));
      case 'quit':
        this.waiting.push(() => {
          quit();
          return 0;
        });
        break;
      case 'gesture':
        this.waiting.push(() => {
          print(`${board.name}: ${line.trim().toLowerCase()}`);
          for (const [afterMs, isDown] of order.edges)
            clock.at(clock.nowNs + afterMs * NS_PER_MS, () => (isDown ? board.press() : board.release()));
          return order.lastsMs;
        });
    }
    if (this.isBusy) return;
    this.isBusy = true;
    if (this.isFirst) this.whenReady(clock.nowNs + READY_WITHIN_MS * NS_PER_MS);
    else this.next();
  }

  private whenReady(latestNs: number): void {
    const { clock, isReady } = this.ports;
    if (!isReady() && clock.nowNs < latestNs) {
      clock.at(clock.nowNs + LOOK_EVERY_MS * NS_PER_MS, () => this.whenReady(latestNs));
      return;
    }
    this.isFirst = false;
    this.next();
  }

  private next(): void {
    const { clock } = this.ports;
    const action = this.waiting.shift();
    this.isBusy = action !== undefined;
    if (action) clock.at(clock.nowNs + action() * NS_PER_MS, () => this.next());
  }
}
