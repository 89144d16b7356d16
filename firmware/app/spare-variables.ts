import { printLine } from '../drivers/console';
import * as standing from '../drivers/standing-calls';

// Watches how many variables the interpreter has left. When it runs out of them, it ends whatever it is doing, and forgets
// the timer that did it. So before that, what the speaker can do without is left out.

/** What the longest message of the relay takes while it is read. */
const SHORT_BELOW = 300;
const ENOUGH_FROM = 450;
/** The interpreter looks at each of its variables to count them, which takes it 3 ms. */
const WATCH_EVERY_MS = 2000;

/** Calls `onChange` when variables become short, and when there are enough again. */
export function watchVariables(onChange: (isShort: boolean) => void): void {
  let isShort = false;
  standing.setInterval(() => {
    const free = process.memory(false).free;
    if (free < (isShort ? ENOUGH_FROM : SHORT_BELOW) === isShort) return;
    isShort = !isShort;
    printLine(
      isShort
        ? `only ${free} variables are left: no signal sounds until there are more`
        : 'there are enough variables again',
    );
    onChange(isShort);
  }, WATCH_EVERY_MS);
}
