/** What one direction of a path does to datagrams and to the segments of streams. Shares are between 0 and 1. */
export type Conditions = {
  readonly delayMs: number;
  /** Added to the delay: uniform between 0 and this. Each datagram has its own, so that a later one may overtake. */
  readonly jitterMs: number;
  /** Whether the jitter leaves datagrams in their order, as a queue does. Those that `reorder` holds back are overtaken. */
  readonly keepsOrder: boolean;
  readonly loss: number;
  /** Losses that come together, besides `loss`. */
  readonly bursts: Bursts | undefined;
  readonly duplicate: number;
  /** Share of datagrams that are held back for a while, so that later ones overtake them. */
  readonly reorder: number;
  /** Delays that replace `delayMs` for what is sent from an instant on, ordered by time. */
  readonly delaySteps: readonly DelayStep[];
  /** Spans in which nothing arrives, ordered by time. They do not overlap. */
  readonly stalls: readonly Stall[];
  /** Whether what would arrive in a stall is lost. Otherwise it arrives when the stall ends. */
  readonly stallsLose: boolean;
  /**
   * Instants at which the router between the two hosts gives the sender's UDP ports other numbers. Datagrams to the former
   * numbers are lost. Ordered by time. Streams keep their ports.
   */
  readonly portChanges: readonly number[];
  /** Share of the segments of streams that are lost, and sent again. */
  readonly tcpLoss: number;
  /** After how long a lost segment is sent again, the first time. Each further time takes twice as long. */
  readonly retransmitMs: number;
};

/**
 * The model of Gilbert and Elliott (E. O. Elliott, "Estimates of Error Rates for Codes on Burst-Noise Channels", 1963): at
 * each datagram a burst begins with the probability `begin`, or ends with the probability `end`. A burst lasts 1 / `end`
 * datagrams on average. `loss` is the share of its datagrams that are lost.
 */
export type Bursts = { readonly begin: number; readonly end: number; readonly loss: number };

export type DelayStep = { readonly fromNs: number; readonly delayMs: number };
export type Stall = { readonly fromNs: number; readonly untilNs: number };

/** A cable: a delay of 1 ms and no loss. The first time-out of a segment is that of RFC 6298, section 2.1. */
export const CLEAN: Conditions = {
  delayMs: 1,
  jitterMs: 0,
  keepsOrder: false,
  loss: 0,
  bursts: undefined,
  duplicate: 0,
  reorder: 0,
  delaySteps: [],
  stalls: [],
  stallsLose: false,
  portChanges: [],
  tcpLoss: 0,
  retransmitMs: 1000,
};

/** Gives the conditions back. @throws RangeError that names a value out of range */
export function checkConditions(conditions: Conditions): Conditions {
  const { delayMs, jitterMs, retransmitMs, loss, duplicate, reorder, tcpLoss, bursts } = conditions;
  const spans = { delayMs, jitterMs, retransmitMs };
  const burst = {
    'bursts.begin': bursts?.begin ?? 0,
    'bursts.end': bursts?.end ?? 0,
    'bursts.loss': bursts?.loss ?? 0,
  };
  for (const [name, value] of Object.entries(spans))
    if (!(value >= 0 && Number.isFinite(value))) throw new RangeError(`network: ${name} is ${value}, not 0 or more`);
  for (const [name, value] of Object.entries({ loss, duplicate, reorder, tcpLoss, ...burst }))
    if (!(value >= 0 && value <= 1)) throw new RangeError(`network: ${name} is ${value}, not between 0 and 1`);
  return conditions;
}
