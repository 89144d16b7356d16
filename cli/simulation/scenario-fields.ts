import * as v from 'valibot';

/** A number within bounds. */
export function within(least: number, most: number): v.GenericSchema<unknown, number> {
  const isGood = (value: unknown): boolean => typeof value === 'number' && value >= least && value <= most;
  return v.custom<number>(isGood, `has to be a number from ${least} to ${most}`);
}

/** A share or a volume. */
export const share = within(0, 1);

/** An instant of the scenario, in seconds. */
export const second = within(0, 86_400);
