import type { Random } from '../core/random';
import { NS_PER_MS } from '../core/time-units';

/** What one direction of a path does to datagrams. Shares are 0 to 1. */
export type Conditions = {
  readonly delayMs: number;
  /** On top of the delay, uniform between 0 and this. */
  readonly jitterMs: number;
  readonly loss: number;
  readonly duplicate: number;
  /** Share of datagrams that are held back by `REORDER_HOLD_MS`, so that later ones overtake them. */
  readonly reorder: number;
};

/** Longer than the 40 ms between two packets of a listener, so that a held one is certainly overtaken. */
export const REORDER_HOLD_MS = 45;

/** A cable. */
export const CLEAN: Conditions = { delayMs: 1, jitterMs: 0, loss: 0, duplicate: 0, reorder: 0 };

/** @throws RangeError naming the value that cannot be */
export function checkConditions(conditions: Conditions): Conditions {
  const { delayMs, jitterMs, ...shares } = conditions;
  for (const [name, value] of Object.entries({ delayMs, jitterMs }))
    if (!(value >= 0 && Number.isFinite(value))) throw new RangeError(`network: ${name} is ${value}, not 0 or more`);
  for (const [name, value] of Object.entries(shares))
    if (!(value >= 0 && value <= 1)) throw new RangeError(`network: ${name} is ${value}, not between 0 and 1`);
  return conditions;
}

/** The delays after which the copies of one datagram arrive: none when it is lost, two when it is doubled. */
export function arrivalDelaysNs(conditions: Conditions, random: Random): readonly number[] {
  // Five draws for every datagram, so that a change of one share leaves the fate of the others as it was.
  const [lost, doubled, held, jitter, secondJitter] = [0, 0, 0, 0, 0].map(() => random.next());
  if (lost < conditions.loss) return [];
  const delayNs = (share: number): number => Math.round((conditions.delayMs + share * conditions.jitterMs) * NS_PER_MS);
  const first = delayNs(jitter) + (held < conditions.reorder ? REORDER_HOLD_MS * NS_PER_MS : 0);
  return doubled < conditions.duplicate ? [first, delayNs(secondJitter)] : [first];
}
