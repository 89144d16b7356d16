/** Nanoseconds in a millisecond. The simulated clock counts in nanoseconds. */
export const NS_PER_MS = 1_000_000;

/** Nanoseconds in a second. */
export const NS_PER_SECOND = 1_000_000_000;
