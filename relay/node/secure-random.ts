import { randomBytes } from 'node:crypto';
import type { Random } from '../ports/ports';

/** Random bytes of the operating system, good enough for tokens. */
export const secureRandom: Random = { bytes: (count) => randomBytes(count) };
