import { keepWord, keptWord, SHORT_STARTS } from '../drivers/chip';
import { printLine } from '../drivers/console';
import * as standing from '../drivers/standing-calls';
import { sessionOf, type Speaker } from './speaker';

// Keeps a speaker going that runs out of memory, stands still or crashes. What this does itself once a second can be
// interrupted, too: then the chip's watchdog is not fed any more, and restarts the board.

const EVERY_MS = 1000;
/** Longer than the interpreter ever stands still: 18 s while it connects, and the look-up of a name. */
const WATCHDOG_S = 60;
/** A start that lasts for so many turns is no short one. */
const CALM_TURNS = 60;
/** After so many crashes and restarts by the watchdog in a row, each within a minute, the sound stays off. */
const SHORT_STARTS_MOST = 3;

function forgetShortStarts(): void {
  keepWord(SHORT_STARTS, 0);
}

/** Counts this start. Returns whether so many before it were short that only the console should be started. */
export function isCrashLoop(): boolean {
  const before = keptWord(SHORT_STARTS);
  keepWord(SHORT_STARTS, before + 1);
  // The owner ends the program: that is no crash, and what runs then does not feed the watchdog.
  E.on('kill', () => {
    forgetShortStarts();
    E.enableWatchdog(WATCHDOG_S);
  });
  return before >= SHORT_STARTS_MOST;
}

/** Feeds the watchdog from now on, and sets right what the interpreter has interrupted. */
export function supervise(speaker: Speaker): void {
  let turns = 0;
  let isHurt = false;
  E.enableWatchdog(WATCHDOG_S, false);
  setInterval(() => {
    E.kickWatchdog();
    if (++turns === CALM_TURNS) forgetShortStarts();
    const errors = E.getErrorFlags() as string[];
    if (errors.indexOf('CALLBACK') >= 0 || errors.indexOf('MEMORY') >= 0) {
      printLine(`interrupted (${errors.join()}): timers and button are set again`);
      standing.setAgain();
      isHurt = true;
    }
    // What was interrupted was not done to its end, so nothing is certain any more. A start makes it so.
    const kind = sessionOf(speaker).kind;
    if (isHurt && turns > CALM_TURNS && kind !== 'inRoom' && kind !== 'joining' && kind !== 'reconnecting') load();
  }, EVERY_MS);
}
