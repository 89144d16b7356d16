import type { RoomEffect, TimedRoomEvent } from '../../../relay/rooms';

type Seated = { role: string; rank: string; isOpen: boolean; isOffered: boolean };

function must(isSo: boolean, what: string): void {
  if (!isSo) throw new Error(what);
}

/** What somebody who only carries out effects knows of a room; it complains of an order that makes no sense. */
export class RoomWorld {
  readonly seats = new Map<number, Seated>();
  counts = '0 0 0';
  hasEnded = false;
  queueChanges: readonly number[] | undefined;
  /** What came of the last event, in the words of the simple room. */
  said: string[] = [];

  carryOut(event: TimedRoomEvent, effects: readonly RoomEffect[]): void {
    this.said = [];
    this.queueChanges = undefined;
    for (const effect of effects) {
      must(!this.hasEnded || event.kind === 'joined', `${effect.kind} after the end`);
      this.obey(event, effect);
    }
  }

  private at(member: number): Seated {
    const seated = this.seats.get(member);
    if (!seated) throw new Error(`an order about ${member}, who is not there`);
    return seated;
  }

  private obey(event: TimedRoomEvent, effect: RoomEffect): void {
    switch (effect.kind) {
      case 'seat': {
        must(!this.seats.get(effect.member)?.isOpen, `${effect.member} is seated with an open microphone`);
        const { role, rank } = effect;
        this.seats.set(effect.member, { role, rank, isOpen: false, isOffered: false });
        return;
      }
      case 'unseat':
        this.at(effect.member);
        this.seats.delete(effect.member);
        return void this.said.push(`out ${effect.member} ${effect.reason}`);
      case 'seatChanged':
        must(!this.at(effect.member).isOpen, `${effect.member} is moved with an open microphone`);
        Object.assign(this.at(effect.member), { role: effect.role, isOffered: false });
        return;
      case 'rankChanged':
        must(this.at(effect.member).rank !== effect.rank, 'a rank that changes to itself');
        this.at(effect.member).rank = effect.rank;
        return;
      case 'closeMicrophone':
        return void (this.at(effect.member).isOpen = false);
      case 'microphoneChanged': {
        const isOwnWord =
          event.kind === 'microphone' && event.member === effect.member && event.isOpen === effect.isOpen;
        must(isOwnWord, `the microphone of ${effect.member} is changed by ${event.kind}`);
        this.at(effect.member).isOpen = effect.isOpen;
        return;
      }
      case 'offer':
        this.at(effect.member).isOffered = true;
        return void this.said.push(`offer to ${effect.member} for ${effect.withinMs}`);
      case 'offerGone':
        must(this.at(effect.member).isOffered, `an offer to ${effect.member} that was none is gone`);
        this.at(effect.member).isOffered = false;
        return void this.said.push(`offer to ${effect.member} ${effect.why}`);
      case 'queueChanged':
        must(this.queueChanges === undefined, 'the queue is told twice in one step');
        this.queueChanges = effect.members;
        return;
      case 'countsChanged': {
        const counts = `${effect.speakers} ${effect.listeners} ${effect.hands}`;
        must(counts !== this.counts, 'counts that change to themselves');
        this.counts = counts;
        return;
      }
      case 'refuse':
        return void this.said.push(`no ${effect.member} ${effect.code}`);
      case 'refuseReservation':
        return void this.said.push(`no ${effect.invitation} ${effect.code}`);
      case 'audit': {
        const { action, by = '-', whom = '-', atMs } = effect.entry;
        must(atMs === event.atMs, 'an audit entry of another time');
        return void this.said.push(`audit ${action} ${by} ${whom}`);
      }
      case 'ended':
        this.hasEnded = true;
        return void this.said.push(`ended ${effect.why}`);
    }
  }
}
