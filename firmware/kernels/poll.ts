import { packetize } from './packetizer';
import { CHECK_MEMORY, CHECK_POLLS, IS_PLAYING, PLAYING, UNCHECKED } from './context';
import { load32, store32 } from './machine';
import { carryTone, standIn } from './stand-in';

/** Moves sound both ways, as far as possible. Returns the bits of an answer; see context.ts. */
export function poll(context: number): number {
  standIn(context);
  carryTone(context);
  const unchecked = load32(context + UNCHECKED) + 1;
  let answer = packetize(context);
  if (load32(context + PLAYING)) answer |= IS_PLAYING;
  if (unchecked >= CHECK_POLLS) answer |= CHECK_MEMORY;
  store32(context + UNCHECKED, unchecked & (CHECK_POLLS - 1));
  return answer;
}
