import { randomBytes } from 'node:crypto';
import type { Random } from '../ports/ports';

/** Randomness of the operating system, fit for tokens. */
export const secureRandom: Random = { bytes: (count) => randomBytes(count) };
