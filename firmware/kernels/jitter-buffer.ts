import * as c from './context';
import { concealMerge } from './conceal';
import { addSample, dropSample } from './drift';
import { decodeDvi4, openDvi4 } from './dvi4';
import { load16u, load32, load8, store32 } from './machine';
import { noteBackground } from './noise';
import { decodePcmu } from './pcmu';
import { mixTone } from './tone';
import { isFrame, link, ofBlock, pendingQuarters, setLength, wordsOf } from './tx-ring';

// A jitter buffer: from packets that arrive unevenly to blocks of the amplifier's chain. A packet is decoded when it
// arrives, into its own block, and the block is linked at once if the block before it is linked. Where a frame is
// missing, `standIn` links a block of concealment before the amplifier runs dry. A frame that arrives before its block
// has begun replaces the stand-in, so no packet is too late until its own first sample is due. A frame that is later
// than that makes the delay longer. Leaving out and adding samples leads the delay towards its target, and makes up for
// clocks that differ.

/** A packet whose sequence number leaps further than this belongs to another count. */
const LEAP = 50;
/**
 * Blocks beyond the one that plays that may be filled: the ring without that one, and without two of history for
 * concealment.
 */
const AHEAD = 5;
const WATCH_PACKETS = 32;
/**
 * Quarters above the target that are tolerated, in pauses and in speech: every sample that is left out does a little
 * harm.
 */
const QUIET_TOLERANCE = 3;
const SPEECH_TOLERANCE = 5;
/** Watches without a late packet after which the target comes down. */
const CALM_WATCHES = 16;
const TARGET_MAX = 16;
/** Quarters that a late packet adds to the target. */
const GROWTH = 2;
/** −44 dB of full scale. */
const QUIET = 200;
const LEAST_SAMPLES = 4;

function add(address: number, amount: number): void {
  store32(address, load32(address) + amount);
}

function grow(context: number): void {
  store32(context + c.CALM, 0);
  store32(context + c.TARGET, Math.min(load32(context + c.TARGET) + GROWTH, TARGET_MAX));
}

/**
 * Notes how early a packet was, in quarters. After WATCH_PACKETS packets the least of these slacks sets the adjustment.
 */
function watch(context: number, slack: number): void {
  const least = Math.min(load32(context + c.LEAST), slack);
  const watched = load32(context + c.WATCHED) + 1;
  store32(context + c.WATCHED, watched);
  store32(context + c.LEAST, least);
  if (watched < WATCH_PACKETS) return;
  const target = load32(context + c.TARGET);
  const excess = least - target;
  store32(context + c.ADJUST, excess < 0 ? -1 : Math.max(excess - QUIET_TOLERANCE, 0));
  store32(context + c.LEAST, TARGET_MAX);
  store32(context + c.WATCHED, 0);
  const calm = load32(context + c.CALM) + 1;
  store32(context + c.CALM, calm);
  if (calm < CALM_WATCHES || target <= load32(context + c.TARGET_MIN)) return;
  store32(context + c.TARGET, target - 1);
  store32(context + c.CALM, 0);
}

/** Whether the block is so quiet that nobody hears a seam in it. */
function isQuiet(words: number, samples: number): number {
  let peak = 0;
  for (let at = words; at < words + (samples << 2); at += 4) peak = Math.max(peak, Math.abs(load32(at) >> 16));
  return peak < QUIET ? 1 : 0;
}

/** Completes a block that holds its frame: cross-fades from concealment if there was some, or adjusts the delay. */
function finish(context: number, index: number, concealment: number): void {
  const frame = load32(context + c.FRAME_SAMPLES);
  const words = wordsOf(context, index);
  const adjust = load32(context + c.ADJUST);
  let samples = frame;
  if (concealment) concealMerge(words, frame, concealment);
  else if (adjust > 0 && isQuiet(words, frame)) {
    // A few samples of the last quarter are left, because a descriptor needs some.
    add(context + c.ADJUST, -1);
    samples = frame - (frame >> 2) + LEAST_SAMPLES;
    add(context + c.DROPPED_SAMPLES, frame - samples);
  } else if (adjust > SPEECH_TOLERANCE - QUIET_TOLERANCE) {
    samples = dropSample(words, frame);
    add(context + c.DROPPED_SAMPLES, 1);
  } else if (adjust < 0) {
    samples = addSample(words, frame);
    add(context + c.ADDED_SAMPLES, 1);
  }
  setLength(context, index, frame >> 2, samples - 3 * (frame >> 2));
}

/** A frame has come behind stand-ins, so they count as concealed, but for the `replaced` ones that it has replaced. */
function settle(context: number, replaced: number): void {
  add(context + c.CONCEALED, load32(context + c.STAND_INS) - replaced);
  store32(context + c.STAND_INS, 0);
}

/** Links the blocks behind the tail that hold their frames. */
export function linkFrames(context: number): void {
  let index = load32(context + c.TAIL) + 1;
  while (isFrame(context, index)) {
    finish(context, index, load32(context + c.STAND_INS) ? context + c.PLC : 0);
    settle(context, 0);
    link(context);
    index++;
  }
}

/** Links a block of silence, with the earcon if there is one. Each quarter has `samples` samples. */
export function linkSilence(context: number, samples: number): void {
  const index = load32(context + c.TAIL) + 1;
  const words = wordsOf(context, index);
  const frame = load32(context + c.FRAME_SAMPLES);
  for (let at = words; at < words + (frame << 2); at += 4) store32(at, 0);
  mixTone(context, index);
  store32(ofBlock(context, c.OWNERS, index), -1);
  setLength(context, index, samples, samples);
  link(context);
}

/** Gives the first packet of a spurt the slack it should have. */
function leadIn(context: number): void {
  const frame = load32(context + c.FRAME_SAMPLES);
  linkSilence(context, Math.min(load32(context + c.TARGET) * (frame >> 4), frame >> 2));
}

/** The packet is the latest one, and its first block is `index`. */
function noteLatest(context: number, sequence: number, index: number): void {
  store32(context + c.LATEST_SEQUENCE, sequence);
  store32(context + c.LATEST_INDEX, index);
}

/**
 * The place of a packet that later ones have overtaken, or of a second copy: `index`, or -1 when it is not to be
 * played.
 */
function placeOvertaken(context: number, sequence: number, index: number, first: number): number {
  if (load32(context + c.PLAYING) === 0 || isFrame(context, index)) return -1;
  if (index < first || ((sequence - load32(context + c.FLOOR)) << 16) >> 16 < 0) {
    add(context + c.LATE, 1);
    // Not the first late one: the packets that follow get a frame's time more, so that one stand-in takes the place of
    // many.
    if (load32(context + c.TARGET) > load32(context + c.TARGET_MIN)) store32(context + c.PUT_OFF, 1);
    grow(context);
    return -1;
  }
  add(context + c.LOST, -1);
  return index;
}

/** A talk spurt begins. It goes on with one that ran dry if the packet `isNext`. */
function beginSpurt(context: number, isNext: number): void {
  if (isNext && load32(context + c.DRY)) {
    add(context + c.UNDERRUNS, 1);
    grow(context);
    settle(context, 0);
  }
  store32(context + c.LEAST, c.QUARTERS * c.TX_BLOCKS);
  store32(context + c.WATCHED, 0);
  store32(context + c.PLAYING, 1);
  store32(context + c.DRY, 0);
  store32(context + c.STAND_INS, 0);
}

/**
 * The index of the packet's first block, or -1 when it is not to be played. `first` is the first block that the
 * amplifier has not begun, and will begin in `slack` quarters.
 */
function placeOf(
  context: number,
  sequence: number,
  marker: number,
  frames: number,
  first: number,
  slack: number,
): number {
  const latest = load32(context + c.LATEST_SEQUENCE);
  const leap = ((sequence - latest) << 16) >> 16;
  const ahead = latest < 0 || leap > LEAP || leap < -LEAP ? 0x10000 : leap;
  let isNext: number = ahead <= LEAP && marker === 0 ? 1 : 0;
  let index = load32(context + c.LATEST_INDEX) + ahead * frames;
  if (ahead <= 0) return placeOvertaken(context, sequence, index, first);
  if (load32(context + c.PUT_OFF)) {
    index++;
    store32(context + c.PUT_OFF, 0);
    store32(context + c.FLOOR, latest + 1);
  }
  if (isNext) add(context + c.LOST, ahead - 1);
  if (load32(context + c.PLAYING) === 0) {
    beginSpurt(context, isNext);
    // After a stream that has stopped, no packet is the next one.
    isNext = 0;
  }
  if (isNext === 0) {
    index = first;
    if (slack < load32(context + c.TARGET)) {
      if (index > load32(context + c.TAIL)) leadIn(context);
      index++;
    }
    store32(context + c.FLOOR, sequence);
  } else if (index < first) {
    // Only late: it is played after its stand-in, and the delay has grown by that much.
    add(context + c.UNDERRUNS, 1);
    grow(context);
    index = first;
    store32(context + c.FLOOR, sequence);
  } else if (index + frames - 1 > first + AHEAD) {
    // There is no room so far ahead: the packets that follow take its place.
    add(context + c.SKIPPED, frames);
    store32(context + c.FLOOR, sequence);
    noteLatest(context, sequence, index - ahead * frames);
    return -1;
  }
  noteLatest(context, sequence, index);
  return index;
}

/** Decodes one frame into its block. */
function decode(context: number, index: number, bytes: number): void {
  const frame = load32(context + c.FRAME_SAMPLES);
  const words = wordsOf(context, index);
  if (load32(context + c.HEADER_BYTES)) decodeDvi4(bytes, words, frame, context + c.SPEAKER);
  else decodePcmu(bytes, words, frame, context + c.SPEAKER);
  noteBackground(words, frame, context + c.NOISE);
  mixTone(context, index);
  store32(ofBlock(context, c.OWNERS, index), index);
  const standIns = load32(context + c.STAND_INS);
  if (index !== load32(context + c.TAIL) || standIns === 0) return;
  // It replaces its stand-in. If there is another stand-in before that, the sound is cross-faded from there.
  settle(context, 1);
  finish(context, index, standIns > 1 ? context + c.PLC_BEFORE : 0);
}

/** Puts in a datagram of `bytes` bytes. Returns ACCEPTED, NOT_RTP or MALFORMED. */
export function push(context: number, datagram: number, bytes: number): number {
  if (bytes < 12) return c.NOT_RTP;
  const second = load8(datagram + 1);
  if (second >= 192 && second <= 223) return c.NOT_RTP;
  const frame = load32(context + c.FRAME_SAMPLES);
  const header = load32(context + c.HEADER_BYTES);
  const frameBytes = header ? frame >> 1 : frame;
  const coded = bytes - 12 - header;
  const payload = datagram + 12;
  if (load8(datagram) !== 0x80 || (second & 0x7f) !== load32(context + c.PAYLOAD_TYPE)) return c.MALFORMED;
  if (coded !== frameBytes && coded !== 2 * frameBytes) return c.MALFORMED;
  if (header && openDvi4(payload, context + c.SPEAKER) < 0) return c.MALFORMED;
  const frames: number = coded === frameBytes ? 1 : 2;
  const pending = pendingQuarters(context);
  const tail = load32(context + c.TAIL);
  const swapped = load16u(datagram + 2);
  const sequence = ((swapped & 0xff) << 8) | (swapped >> 8);
  store32(context + c.DEPTH, pending);
  add(context + c.RECEIVED, 1);
  const first = tail + 1 - ((Math.max(pending, 1) - 1) >> 2);
  const slack = pending - c.QUARTERS * (tail + 1 - first);
  const index = placeOf(context, sequence, second >> 7, frames, first, slack);
  if (index < 0) return c.ACCEPTED;
  watch(context, pending - c.QUARTERS * (tail + 1 - index));
  decode(context, index, payload + header);
  if (frames > 1) decode(context, index + 1, payload + header + frameBytes);
  linkFrames(context);
  return c.ACCEPTED;
}
