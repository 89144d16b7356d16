import { packetize } from './packetizer';
import { IS_PLAYING, PLAYING } from './context';
import { load32 } from './machine';
import { carryTone, standIn } from './stand-in';

/** Moves sound both ways, as far as possible. Returns the bits of an answer; see context.ts. */
export function poll(context: number): number {
  standIn(context);
  carryTone(context);
  const answer = packetize(context);
  return load32(context + PLAYING) ? answer | IS_PLAYING : answer;
}
