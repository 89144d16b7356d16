import * as v from 'valibot';
import { flag } from '../../relay/records/fields';
import { fields, second, share, within } from './scenario-fields';

// What a scenario says about the network: for the room, for one direction of it, or for one speaker. Instants are in
// seconds of the scenario.

const milliseconds = within(0, 10_000);
const stallSeconds = within(0.001, 600);

/** A number above 0, up to `most`. */
function above0(most: number): v.GenericSchema<unknown, number> {
  const isGood = (value: unknown): boolean => typeof value === 'number' && value > 0 && value <= most;
  return v.custom<number>(isGood, `has to be a number above 0, up to ${most}`);
}

const leg = {
  delayMs: v.optional(milliseconds),
  jitterMs: v.optional(milliseconds),
  keepsOrder: v.optional(flag),
  loss: v.optional(share),
  bursts: v.optional(fields({ begin: share, end: above0(1), loss: v.optional(share, 1) })),
  duplicate: v.optional(share),
  reorder: v.optional(share),
  delaySteps: v.optional(
    v.array(v.tuple([second, milliseconds], 'has to be [second, delayMs]'), 'has to be a list of steps'),
  ),
  stalls: v.optional(
    v.array(v.tuple([second, stallSeconds], 'has to be [second, seconds]'), 'has to be a list of stalls'),
  ),
  randomStalls: v.optional(
    fields({
      perMinute: above0(600),
      seconds: v.pipe(
        v.array(stallSeconds, 'has to be a list of seconds'),
        v.minLength(1, 'is empty: name a length, such as 0.3'),
      ),
    }),
  ),
  stallsLose: v.optional(flag),
  tcpLoss: v.optional(share),
  retransmitMs: v.optional(within(1, 10_000)),
};

const legs = { up: v.optional(fields(leg)), down: v.optional(fields(leg)) };

/** What is the same in both directions. */
const path = { ...legs, portChanges: v.optional(v.array(second, 'has to be a list of seconds')) };

/** The network of a speaker: what it does not say is as in its room. */
export const speakerNetwork = fields({ ...leg, ...path });

/** The network of all speakers. */
export const roomNetwork = fields({
  ...leg,
  delayMs: v.optional(milliseconds, 5),
  jitterMs: v.optional(milliseconds, 0),
  loss: v.optional(share, 0),
  duplicate: v.optional(share, 0),
  reorder: v.optional(share, 0),
  ...path,
});

export type SpeakerNetwork = v.InferOutput<typeof speakerNetwork>;
