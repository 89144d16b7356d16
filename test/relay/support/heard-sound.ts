import { decodeDvi4 } from '../../../wire/dvi4';
import { decodePcmu } from '../../../wire/pcmu';
import type { Heard } from './test-relay';

/** The samples of the packets that a member heard, decoded by their payload types. */
export function heardSound(heard: readonly Heard[]): number[] {
  return heard.flatMap(({ payload, payloadType }) => {
    const pcm = new Int16Array(payloadType === 0 ? payload.length : 2 * (payload.length - 4));
    if (payloadType === 0) decodePcmu(payload, pcm);
    else decodeDvi4(payload, pcm);
    return [...pcm];
  });
}
