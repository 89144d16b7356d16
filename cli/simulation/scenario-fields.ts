import * as v from 'valibot';
import { nearestWord } from '../../relay/ports/nearest-word';

type Complaint = (issue: v.StrictObjectIssue) => string;

/** An object that has these fields and no others. The refusal of an unknown field names the one that may be meant. */
export function fields<const Entries extends v.ObjectEntries>(
  entries: Entries,
): v.StrictObjectSchema<Entries, Complaint> {
  return v.strictObject(entries, ({ expected, path }) => {
    const unknown = path?.at(-1)?.key as string | undefined;
    if (unknown === undefined) return 'has to be an object';
    if (expected !== 'never') return 'is missing';
    const meant = nearestWord(unknown, Object.keys(entries));
    return `is not a known field${meant === undefined ? '' : `: did you mean "${meant}"?`}`;
  });
}

/** A number within bounds. */
export function within(least: number, most: number): v.GenericSchema<unknown, number> {
  const isGood = (value: unknown): boolean => typeof value === 'number' && value >= least && value <= most;
  return v.custom<number>(isGood, `has to be a number from ${least} to ${most}`);
}

/** A share or a volume. */
export const share = within(0, 1);

/** An instant of the scenario, in seconds. */
export const second = within(0, 86_400);
