// Who is on this relay: persons, and the number and connection that each has now.

import { writeSignal, type ToMember } from '../../wire/signal';
import type { RoomEvent } from '../rooms';

/** A person's connection, as far as the rooms use it. */
export type MemberConnection = {
  readonly send: (text: string) => void;
  /** Ends it, because the same person has come by another one. */
  readonly takeOver: () => void;
};

/** The room that a member is in, as far as it is told of the member. */
export interface SeatedRoom {
  apply(event: RoomEvent): void;
  /** Sends a member who may only listen to the audience. */
  keepOffStage(member: Member): void;
}

/** Somebody who has said hello, or has been gone for less than the grace. */
export type Member = {
  readonly id: number;
  /** `d:` a device that signed in, `w:` somebody with a link, `p:` a plain member of a relay for one machine. */
  readonly person: string;
  name: string;
  /** Undefined while the connection is gone. */
  connection: MemberConnection | undefined;
  room: SeatedRoom | undefined;
};

/** Tells one member something; one whose connection is gone hears it when it is back. */
export function tell(member: Member, message: ToMember): void {
  member.connection?.send(writeSignal(message));
}

/** Everybody here. A person is one member, however often it comes. */
export class Members {
  private readonly byPerson = new Map<string, Member>();
  private last = 0;
  private connected = 0;

  /** Members whose connection is there. */
  get connectedCount(): number {
    return this.connected;
  }

  /** All whose connection is there. */
  persons(): string[] {
    return [...this.byPerson.values()].filter(({ connection }) => connection).map(({ person }) => person);
  }

  of(person: string): Member | undefined {
    return this.byPerson.get(person);
  }

  /** The person has said hello by this connection: an older one ends, number and seat stay. */
  arrive(person: string, name: string, connection: MemberConnection): Member {
    const known = this.byPerson.get(person);
    // The older one ends as if it had dropped: until this one joins, its seat is merely kept.
    known?.connection?.takeOver();
    const member = known ?? { id: ++this.last, person, name, connection: undefined, room: undefined };
    member.connection = connection;
    member.name = name;
    this.byPerson.set(person, member);
    this.connected++;
    return member;
  }

  /** The member's connection is gone. */
  part(member: Member): void {
    member.connection = undefined;
    this.connected--;
    this.forgetIfGone(member);
  }

  /** The member has left its room. */
  forgetIfGone(member: Member): void {
    if (!member.connection && !member.room) this.byPerson.delete(member.person);
  }
}
