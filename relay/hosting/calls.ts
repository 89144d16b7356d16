import type { Answer, SignalErrorCode } from '../../wire/signal';
import type { RoomRules } from '../rooms';

/** What invitations and scheduled rooms are told of persons and rooms. */
export interface Calls {
  /** A person has said hello: its speaker is to show what is under way. */
  speakerCame(person: string): void | Promise<unknown>;
  /** The person's speaker shows an invitation. */
  noted(person: string, invitation: string): void | Promise<unknown>;
  /** The answer that a press gave. Resolves to why it is refused, once it is kept if it is not. */
  answered(person: string, invitation: string, answer: Answer): Promise<SignalErrorCode | undefined>;
  /** How a room that opens now is to be set up, if that was planned. */
  plannedRules(room: string): PlannedRules | undefined | Promise<PlannedRules | undefined>;
  /** A person sits in a room now. */
  attended(room: string, person: string): void | Promise<unknown>;
  roomEnded(room: string, why: 'empty' | 'moderator' | 'closing'): void | Promise<unknown>;
}

/** How a scheduled room is set up. */
export type PlannedRules = Pick<RoomRules, 'kind' | 'policy'>;

/** Of a relay that has neither. */
export const NO_CALLS: Calls = {
  speakerCame: () => undefined,
  noted: () => undefined,
  answered: () => Promise.resolve('no-such-invitation'),
  plannedRules: () => undefined,
  attended: () => undefined,
  roomEnded: () => undefined,
};
