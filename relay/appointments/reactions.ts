import type { RelayEvent } from '../hosting/relay-events';
import { THE_RELAY } from '../invitations';
import { hasSign, isAtHand, replyTo, signOf } from './consequences';
import type { Keeper } from './keeper';
import type { AppointmentPorts } from './ports';
import type { Transaction } from './transaction';

/** What invitations and scheduled rooms do about events of the relay. */
export class Reactions {
  private readonly ports: Pick<AppointmentPorts, 'log' | 'speakers'>;
  private readonly keeper: Keeper;

  constructor(ports: Pick<AppointmentPorts, 'log' | 'speakers'>, keeper: Keeper) {
    this.ports = ports;
    this.keeper = keeper;
  }

  /** Reacts to an event. Nobody waits for the result: an error is logged. */
  apply(event: RelayEvent): void {
    this.reactionTo(event).catch((error: unknown) => {
      this.ports.log.warn('appointments-failed', { event: event.kind, message: (error as Error).message });
    });
  }

  private async reactionTo(event: RelayEvent): Promise<void> {
    switch (event.kind) {
      case 'speakerCame':
        return this.sendSigns(event.person);
      case 'personSeated':
        await this.keeper.perform((transaction) => useSeat(transaction, event.room, event.person));
        return;
      case 'roomEnded':
        // An empty room opens again when somebody joins, so only a moderator's end makes invitations void.
        if (event.why === 'moderator') await this.keeper.perform((transaction) => endRoom(transaction, event.room));
    }
  }

  /**
   * Sends a speaker that came what it has to show: what rings, what its owner considers or accepted, what begins soon, and
   * what its owner has not heard yet of invitations that it sent.
   */
  private sendSigns(person: string): Promise<void> {
    const { speakers } = this.ports;
    return this.keeper.look(({ invitations }, news) => {
      const ringing = invitations.ringingFor(person);
      for (const invitation of invitations.ofGuest(person)) {
        const sign = signOf(invitation);
        const isWaiting = sign.message.type === 'invitation' && sign.message.state === 'ringing';
        if (hasSign(invitation) && (!isWaiting || invitation === ringing)) speakers.send(person, sign.message);
      }
      for (const room of this.keeper.remindersFor(person)) {
        speakers.send(person, { type: 'reminder', room, state: 'soon' });
      }
      for (const { message } of news.ofHost(person).map(replyTo)) speakers.send(person, message);
    });
  }
}

/** A person sits in a room: the reservation for it has served its purpose, and reminders end. */
function useSeat(transaction: Transaction, room: string, person: string): void {
  const { books, atMs } = transaction;
  const served = books.invitations.ofGuest(person).filter((invitation) => {
    const { state, seat, startsAtMs } = invitation;
    return invitation.room === room && state === 'accepted' && seat === 'reserved' && isAtHand(startsAtMs, atMs);
  });
  for (const { id } of served) {
    transaction.invited(books.invitations.apply(id, { kind: 'guestSat', atMs, by: THE_RELAY }));
  }
  transaction.planned(books.schedule.attended(room, person, atMs));
}

/** A moderator ended a room: invitations to it are void, except those to a later time. */
function endRoom(transaction: Transaction, room: string): void {
  const { books, atMs } = transaction;
  for (const { id, startsAtMs } of books.invitations.ofRoom(room)) {
    if (startsAtMs !== undefined && startsAtMs > atMs) continue;
    transaction.invited(books.invitations.apply(id, { kind: 'roomEnded', atMs, by: THE_RELAY }));
  }
}
