import * as c from './context';
import { concealFill, concealStart } from './conceal';
import { load32, store16, store32 } from './machine';
import { comfortNoise } from './noise';
import { linkFrames, linkSilence } from './jitter-buffer';
import { isBeforeEnd } from './tone';
import { link, ofBlock, pendingQuarters, setLength, wordsOf } from './tx-ring';

/**
 * Stand-ins in a row after which the talk spurt is over if no frame waits: concealment has faded to silence by then.
 */
const STAND_INS_MAX = 3;

/** Copies the two blocks up to the tail, as 16-bit samples, into the concealment's history. */
function gatherHistory(context: number, history: number): void {
  let to = history + (load32(context + c.FRAME_SAMPLES) << 2);
  let index = load32(context + c.TAIL);
  while (to > history) {
    const words = wordsOf(context, index);
    for (let at = words + (load32(ofBlock(context, c.LENGTHS, index)) << 2); at > words && to > history;) {
      at -= 4;
      to -= 2;
      store16(to, load32(at) >> 16);
    }
    index--;
  }
}

/** Keeps one block linked beyond the one that plays, with concealment where the frame is missing. */
export function standIn(context: number): void {
  while (load32(context + c.PLAYING) && pendingQuarters(context) <= c.QUARTERS) {
    const standIns = load32(context + c.STAND_INS);
    if (standIns >= STAND_INS_MAX && load32(context + c.LATEST_INDEX) <= load32(context + c.TAIL)) {
      store32(context + c.PLAYING, 0);
      store32(context + c.DRY, 1);
      return;
    }
    const index = load32(context + c.TAIL) + 1;
    const frame = load32(context + c.FRAME_SAMPLES);
    if (standIns === 0) {
      gatherHistory(context, load32(context + c.PLC));
      concealStart(context + c.PLC);
    }
    for (let at = 0; at < c.STATE_BYTES; at += 4) store32(context + c.PLC_BEFORE + at, load32(context + c.PLC + at));
    concealFill(wordsOf(context, index), frame, context + c.PLC);
    // The voice fades, and the background goes on.
    if (standIns) comfortNoise(wordsOf(context, index), frame, context + c.NOISE);
    // An earcon is in the history, and so in the concealment as well.
    store32(ofBlock(context, c.OWNERS, index), -1);
    store32(context + c.STAND_INS, standIns + 1);
    setLength(context, index, frame >> 2, frame >> 2);
    link(context);
    linkFrames(context);
  }
}

/** Keeps a block linked for an earcon while no frames of the room play. */
export function carryTone(context: number): void {
  if (load32(context + c.PLAYING) || isBeforeEnd(context, load32(context + c.TAIL) + 1) === 0) return;
  if (pendingQuarters(context) <= c.QUARTERS) linkSilence(context, load32(context + c.FRAME_SAMPLES) >> 2);
}
