import type { Answer, InvitationNews, SignalErrorCode } from '../../wire/signal';
import type { PlannedRules } from '../hosting/lobby';

/** What signalling asks of invitations and scheduled rooms. What it only reports to them are events: see `RelayEvent`. */
export interface InvitationsPort {
  /**
   * The person answers an invitation with the button. Resolves to the code of a refusal, or to undefined once the answer is
   * stored.
   */
  answer(person: string, invitation: string, answer: Answer): Promise<SignalErrorCode | undefined>;
  /**
   * The person's speaker shows an invitation, or with `news` has told its owner how one goes on that the owner sent. Resolves
   * to the code of a refusal, or to undefined once that is stored.
   */
  noted(person: string, invitation: string, news?: InvitationNews): Promise<SignalErrorCode | undefined>;
  /** How a room that opens now was planned; undefined if it was not. */
  plannedRules(room: string): Promise<PlannedRules | undefined> | undefined;
}

/** For a relay that has neither invitations nor scheduled rooms. */
export const NO_INVITATIONS: InvitationsPort = {
  answer: () => Promise.resolve('no-such-invitation'),
  noted: () => Promise.resolve('no-such-invitation'),
  plannedRules: () => undefined,
};
