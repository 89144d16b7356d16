import type { Random } from '../core/random';
import { NS_PER_MS } from '../core/time-units';

/** What one direction of a path does to datagrams. Shares are between 0 and 1. */
export type Conditions = {
  readonly delayMs: number;
  /** Added to the delay: uniform between 0 and this. */
  readonly jitterMs: number;
  readonly loss: number;
  readonly duplicate: number;
  /** Share of datagrams that are held back for `REORDER_HOLD_MS`, so that later ones overtake them. */
  readonly reorder: number;
};

/** Longer than the 40 ms between two packets for a listener, so that the next packet overtakes a held one. */
const REORDER_HOLD_MS = 45;

/** A cable: a delay of 1 ms and no loss. */
export const CLEAN: Conditions = { delayMs: 1, jitterMs: 0, loss: 0, duplicate: 0, reorder: 0 };

/** Gives the conditions back. @throws RangeError that names a value out of range */
export function checkConditions(conditions: Conditions): Conditions {
  const { delayMs, jitterMs, ...shares } = conditions;
  for (const [name, value] of Object.entries({ delayMs, jitterMs }))
    if (!(value >= 0 && Number.isFinite(value))) throw new RangeError(`network: ${name} is ${value}, not 0 or more`);
  for (const [name, value] of Object.entries(shares))
    if (!(value >= 0 && value <= 1)) throw new RangeError(`network: ${name} is ${value}, not between 0 and 1`);
  return conditions;
}

/** The delays in ns after which the copies of one datagram arrive: none if it is lost, two if it is doubled. */
export function arrivalDelaysNs(conditions: Conditions, random: Random): readonly number[] {
  // Every datagram takes five random numbers, so that a change of one share does not change what the others decide.
  const lost = random.next();
  const doubled = random.next();
  const held = random.next();
  const jitter = random.next();
  const secondJitter = random.next();
  if (lost < conditions.loss) return [];
  const delayNs = (share: number): number => Math.round((conditions.delayMs + share * conditions.jitterMs) * NS_PER_MS);
  const first = delayNs(jitter) + (held < conditions.reorder ? REORDER_HOLD_MS * NS_PER_MS : 0);
  return doubled < conditions.duplicate ? [first, delayNs(secondJitter)] : [first];
}
