import * as v from 'valibot';

// What a scenario says about the network: for the room, for one direction of it, or for one speaker. Instants are in
// seconds of the scenario.

const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const chance = v.pipe(share, v.gtValue(0, 'a chance is above 0 and at most 1'));
const milliseconds = v.pipe(v.number(), v.minValue(0), v.maxValue(10_000));
const second = v.pipe(v.number(), v.minValue(0), v.maxValue(86_400));
const stallSeconds = v.pipe(v.number(), v.minValue(0.001), v.maxValue(600));

const leg = {
  delayMs: v.optional(milliseconds),
  jitterMs: v.optional(milliseconds),
  keepsOrder: v.optional(v.boolean()),
  loss: v.optional(share),
  bursts: v.optional(v.strictObject({ begin: share, end: chance, loss: v.optional(share, 1) })),
  duplicate: v.optional(share),
  reorder: v.optional(share),
  delaySteps: v.optional(v.array(v.tuple([second, milliseconds], 'a step of the delay is [second, delayMs]'))),
  stalls: v.optional(v.array(v.tuple([second, stallSeconds], 'a stall is [second, seconds]'))),
  randomStalls: v.optional(
    v.strictObject({
      perMinute: v.pipe(v.number(), v.gtValue(0), v.maxValue(600)),
      seconds: v.pipe(v.array(stallSeconds), v.minLength(1, 'name a length, such as 0.3')),
    }),
  ),
  stallsLose: v.optional(v.boolean()),
  tcpLoss: v.optional(share),
  retransmitMs: v.optional(v.pipe(milliseconds, v.minValue(1))),
};

const legs = { up: v.optional(v.strictObject(leg)), down: v.optional(v.strictObject(leg)) };

/** The network of a speaker: what it does not say is as in its room. */
export const speakerNetwork = v.strictObject({ ...leg, ...legs });

/** The network of all speakers. */
export const roomNetwork = v.strictObject({
  ...leg,
  delayMs: v.optional(milliseconds, 5),
  jitterMs: v.optional(milliseconds, 0),
  loss: v.optional(share, 0),
  duplicate: v.optional(share, 0),
  reorder: v.optional(share, 0),
  ...legs,
});

export type SpeakerNetwork = v.InferOutput<typeof speakerNetwork>;
export type NetworkLeg = Omit<SpeakerNetwork, 'up' | 'down'>;
