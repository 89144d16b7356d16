import type { Board } from '../../host-sim';
import type { VirtualClock } from '../../host-sim/core/clock';
import { NS_PER_MS } from '../../host-sim/core/time-units';
import { BETWEEN_CLICKS_MS, CLICK_MS } from '../board/click';
import type { LiveView } from '../screen/live-view';
import { untilAsked } from './ending';
import { readKeys } from './keyboard';

/** A speaker with a button. */
type Pressable = { readonly board: Board; isHeld: boolean };

/** What the keys do, for speakers with these names: in a line, from the longest wording to the shortest, and as a list. */
export function keyHelp(names: readonly string[]): {
  readonly footers: readonly string[];
  readonly help: readonly string[];
} {
  const numbers = names.map((_, i) => i + 1);
  const isOne = names.length === 1;
  const pressed = isOne ? 'space click' : `${numbers.join(' ')} click · space same again`;
  return {
    footers: [
      `${pressed} · h hold, let go · d double click · ? keys · q quit`,
      `${isOne ? 'space' : `${numbers.join(' ')} space`} click · h hold · d double · ? keys · q quit`,
      '? keys · q quit',
      '? q',
    ],
    help: [
      ...(isOne ? [] : [`${numbers.join(', ').padEnd(6)} clicks the button of ${names.join(', ')}`]),
      `space  ${isOne ? 'clicks the button' : 'clicks the same button again'}`,
      'h      holds it down; h again lets it go',
      'd      clicks it twice',
      '?      shows this, or hides it',
      'q      quits; so does Ctrl-C',
    ],
  };
}

/** Clicks a button. */
export function click(clock: VirtualClock, { board }: Pick<Pressable, 'board'>, afterMs = 0): void {
  const at = clock.nowNs + afterMs * NS_PER_MS;
  clock.at(at, () => board.press());
  clock.at(at + CLICK_MS * NS_PER_MS, () => board.release());
}

/** How a key reads in a message. */
function nameOf(key: string): string {
  if (key.length > 1 && key.startsWith('\x1b')) return 'this key';
  return key < ' ' || key === '\x7f' ? 'this key' : `"${key}"`;
}

type KeyPorts = {
  readonly clock: VirtualClock;
  readonly view: LiveView;
  /** The speakers that there are now. They may be replaced meanwhile. */
  readonly members: readonly Pressable[];
  readonly quit: () => void;
};

/** What a key does. */
export function keyHandler({ clock, view, members, quit }: KeyPorts): (key: string) => void {
  let last = 0;
  const choose = (index: number): void => {
    last = index;
    view.choose(index);
  };
  return (key) => {
    view.hint('');
    if (key === 'q' || key === 'ctrl-c') return quit();
    if (key === '?') return view.toggleHelp();
    if (/^[1-9]$/.test(key) && members[Number(key) - 1]) choose(Number(key) - 1);
    else if (!' dh'.includes(key)) return view.hint(`${nameOf(key)} is no key here; ? shows the keys`);
    const member = members[last];
    if (!member) return;
    if (key === 'h') {
      member.isHeld = !member.isHeld;
      if (member.isHeld) member.board.press();
      else member.board.release();
      return;
    }
    click(clock, member);
    if (key === 'd') click(clock, member, BETWEEN_CLICKS_MS);
  };
}

/**
 * Presses the buttons of speakers by keys, unless `headless`, until the time is over, somebody quits, the process is asked to
 * stop, nobody reads its output, or `quitElsewhere` resolves. Rejects when `failed` does.
 */
export async function untilDone(
  options: { readonly seconds?: number; readonly headless: boolean },
  ports: Omit<KeyPorts, 'quit'>,
  failed: Promise<never>,
  quitElsewhere?: Promise<void>,
): Promise<void> {
  const ending = untilAsked(options.seconds);
  let keys = { close: (): void => {} };
  const quitted = new Promise<void>((resolve) => {
    if (!options.headless) keys = readKeys(keyHandler({ ...ports, quit: resolve }));
  });
  try {
    await Promise.race([quitted, ending.asked, failed, ...(quitElsewhere ? [quitElsewhere] : [])]);
  } finally {
    keys.close();
    ports.view.close();
    ending.close();
  }
}
