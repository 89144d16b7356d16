/** Work that is done in turns, until it is not wanted any more. */
export type Turns = { isOver: boolean };

/**
 * Does one step after the other, each in a turn of its own. While the interpreter computes, no sound is moved: so a long
 * computation is done in steps of at most a million host instructions (docs/reference/cost.md), and between two of them
 * the sound has its turn.
 */
export function inTurns(turns: Turns, steps: (() => unknown)[]): void {
  setTimeout(() => {
    const step = steps.shift();
    if (!step || turns.isOver) return;
    step();
    inTurns(turns, steps);
  }, 0);
}
