import { capture } from './packetizer';
import { IS_PLAYING, PLAYING } from './context';
import { load32 } from './machine';
import { carryTone, standIn } from './stand-in';

/** Moves sound both ways, as far as it can; see the answers in context.ts. */
export function poll(context: number): number {
  standIn(context);
  carryTone(context);
  const answer = capture(context);
  return load32(context + PLAYING) ? answer | IS_PLAYING : answer;
}
