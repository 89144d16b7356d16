import { DVI4_16K, DVI4_8K, PCMU, type PayloadFormat } from '../../wire/payload';

/** What a speaker can be set to speak: wide DVI4 at 16 kHz, narrow DVI4 or PCMU at 8 kHz; or PCMU without kernels. */
export type CodecChoice = 'wide' | 'narrow' | 'pcmu' | 'tables';

/** The payload format of a choice. */
export function formatOf(choice: CodecChoice): PayloadFormat {
  return choice === 'wide' ? DVI4_16K : choice === 'narrow' ? DVI4_8K : PCMU;
}
