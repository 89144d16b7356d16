import type { VirtualClock } from '../../host-sim/core/clock';
import { click, type CastMember } from './cast';
import { readKeys } from './keyboard';

const BETWEEN_CLICKS_MS = 200;

/** What the keys do, in a line. */
export const HELP =
  'keys: 1 and 2 click a button · space clicks the same again · h holds and releases it · d double-clicks · q quits';

/** How long a run lasts, and whether there are keys. */
type Patience = { readonly seconds?: number; readonly headless: boolean };

/**
 * Presses the buttons of the cast by keys until the time is over or `q` or Ctrl-C is pressed. Rejects when `failed` does.
 * Members of the cast may be replaced meanwhile.
 */
export function untilDone(
  options: Patience,
  clock: VirtualClock,
  cast: readonly CastMember[],
  failed: Promise<never>,
): Promise<void> {
  let keys = { close: (): void => {} };
  const done = new Promise<void>((resolve) => {
    let last = 0;
    const onKey = (key: string): void => {
      if (key === 'q' || key === 'ctrl-c') return resolve();
      const isNamed = cast[Number(key) - 1] !== undefined;
      if (isNamed) last = Number(key) - 1;
      const member = cast[last]!;
      if (key === ' ' || isNamed) click(clock, member);
      else if (key === 'd') {
        click(clock, member);
        click(clock, member, BETWEEN_CLICKS_MS);
      } else if (key === 'h') {
        member.isHeld = !member.isHeld;
        if (member.isHeld) member.board.press();
        else member.board.release();
      }
    };
    if (!options.headless) keys = readKeys(onKey);
    process.once('SIGINT', () => resolve());
    process.once('SIGTERM', () => resolve());
    // A run that ends earlier does not wait for it.
    if (options.seconds !== undefined) setTimeout(resolve, options.seconds * 1000).unref();
  });
  return Promise.race([done, failed]).finally(() => keys.close());
}
