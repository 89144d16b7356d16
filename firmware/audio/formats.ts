import { DVI4_16K, DVI4_8K, PCMU, type PayloadFormat } from '../../wire/payload';
import type { CodecChoice } from '../settings/settings';

/** The payload format of a choice. */
export function formatOf(choice: CodecChoice): PayloadFormat {
  return choice === 'wide' ? DVI4_16K : choice === 'narrow' ? DVI4_8K : PCMU;
}
