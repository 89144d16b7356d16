import type { Answer, SignalErrorCode } from '../wire/signal';

/** What invitations and scheduled rooms are told of persons and rooms. */
export interface Calls {
  /** A person has said hello: its speaker is to show what is under way. */
  speakerCame(person: string): void | Promise<unknown>;
  /** The person's speaker shows an invitation. */
  noted(person: string, invitation: string): void | Promise<unknown>;
  /** The answer that a press gave. Resolves to why it is refused, once it is kept if it is not. */
  answered(person: string, invitation: string, answer: Answer): Promise<SignalErrorCode | undefined>;
  /** A person sits in a room now. */
  attended(room: string, person: string): void | Promise<unknown>;
  roomEnded(room: string, why: 'empty' | 'moderator' | 'closing'): void | Promise<unknown>;
}

/** Of a relay that has neither. */
export const NO_CALLS: Calls = {
  speakerCame: () => undefined,
  noted: () => undefined,
  answered: () => Promise.resolve('no-such-invitation'),
  attended: () => undefined,
  roomEnded: () => undefined,
};
