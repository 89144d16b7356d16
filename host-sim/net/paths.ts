import type { Random } from '../core/random';
import { NS_PER_MS } from '../core/time-units';
import type { Conditions } from './conditions';

/** Longer than the 40 ms between two packets for a listener, so that the next packet overtakes a held one. */
const REORDER_HOLD_MS = 45;
/** How often lwIP sends a segment again before it gives the connection up: TCP_MAXRTX of its opt.h. */
const RETRANSMISSIONS_MAX = 12;
/** The longest time-out: RFC 6298, section 2.5. */
const RETRANSMIT_MAX_MS = 60_000;

/** The delay in ms, without jitter, of what is sent at an instant. */
function delayMsAt({ delayMs, delaySteps }: Conditions, sentNs: number): number {
  let current = delayMs;
  for (const step of delaySteps) if (step.fromNs <= sentNs) current = step.delayMs;
  return current;
}

/** When something arrives that would arrive at an instant if there were no stalls. Undefined if a stall loses it. */
function afterStalls({ stalls, stallsLose }: Conditions, arrivalNs: number): number | undefined {
  const stall = stalls.find(({ fromNs, untilNs }) => fromNs <= arrivalNs && arrivalNs < untilNs);
  if (!stall) return arrivalNs;
  return stallsLose ? undefined : stall.untilNs;
}

/** The datagrams from one host to another. */
export class DatagramPath {
  private readonly random: Random;
  /** A stream of its own, so that bursts do not change what else happens to the datagrams. */
  private readonly burstRandom: Random;
  private isInBurst = false;
  private lastArrivalNs = 0;

  constructor(random: Random, burstRandom: Random) {
    this.random = random;
    this.burstRandom = burstRandom;
  }

  /** The instants at which the copies of one datagram arrive: none if it is lost, two if it is doubled. */
  arrivalsNs(conditions: Conditions, sentNs: number): readonly number[] {
    const { random } = this;
    // Every datagram takes five random numbers, so that a change of one share does not change what the others decide.
    const lost = random.next();
    const doubled = random.next();
    const held = random.next();
    const jitter = random.next();
    const secondJitter = random.next();
    const isLostInBurst = this.isLostInBurst(conditions);
    if (lost < conditions.loss || isLostInBurst) return [];
    const isHeld = held < conditions.reorder;
    const arrival = (share: number): number =>
      sentNs + Math.round((delayMsAt(conditions, sentNs) + share * conditions.jitterMs) * NS_PER_MS);
    const first = arrival(jitter) + (isHeld ? REORDER_HOLD_MS * NS_PER_MS : 0);
    const copies = doubled < conditions.duplicate ? [first, arrival(secondJitter)] : [first];
    const isQueued = conditions.keepsOrder && !isHeld;
    return copies.map((at) => this.outOfStalls(conditions, at, isQueued)).filter((at) => at !== undefined);
  }

  private isLostInBurst({ bursts }: Conditions): boolean {
    if (!bursts) return false;
    const turn = this.burstRandom.next();
    const lost = this.burstRandom.next();
    this.isInBurst = this.isInBurst ? turn >= bursts.end : turn < bursts.begin;
    return this.isInBurst && lost < bursts.loss;
  }

  private outOfStalls(conditions: Conditions, arrivalNs: number, isQueued: boolean): number | undefined {
    const atNs = afterStalls(conditions, isQueued ? Math.max(arrivalNs, this.lastArrivalNs) : arrivalNs);
    if (isQueued && atNs !== undefined) this.lastArrivalNs = atNs;
    return atNs;
  }
}

/** What becomes of a segment: when it arrives, or when its sender gives up because it was lost too often. */
export type SegmentFate = { readonly atNs: number; readonly hasArrived: boolean };

/** The segments of streams from one host to another. The stream keeps their order. */
export class SegmentPath {
  private readonly random: Random;
  /** A stream of its own, so that losses do not change the jitter. */
  private readonly lossRandom: Random;

  constructor(random: Random, lossRandom: Random) {
    this.random = random;
    this.lossRandom = lossRandom;
  }

  fateOf(conditions: Conditions, sentNs: number): SegmentFate {
    const jitterMs = this.random.next() * conditions.jitterMs;
    let timeoutMs = conditions.retransmitMs;
    let atNs = sentNs;
    for (let retransmissions = 0; ; retransmissions++) {
      const isLost = conditions.tcpLoss > 0 && this.lossRandom.next() < conditions.tcpLoss;
      const delayNs = Math.round((delayMsAt(conditions, atNs) + jitterMs) * NS_PER_MS);
      const arrivalNs = isLost ? undefined : afterStalls(conditions, atNs + delayNs);
      if (arrivalNs !== undefined) return { atNs: arrivalNs, hasArrived: true };
      atNs += Math.round(timeoutMs * NS_PER_MS);
      if (retransmissions === RETRANSMISSIONS_MAX) return { atNs, hasArrived: false };
      timeoutMs = Math.min(2 * timeoutMs, RETRANSMIT_MAX_MS);
    }
  }
}
