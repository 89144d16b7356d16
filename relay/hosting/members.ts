// Who is on this relay: persons, with the number and the connection that each of them has.

import { writeShort } from '../../wire/short-form';
import { writeSignal, type Form, type LeftReason, type ToMember } from '../../wire/signal';
import type { RoomEvent } from '../rooms';

/** What rooms use of a person's connection. */
export type MemberConnection = {
  readonly send: (text: string) => void;
  /** Ends the connection because the same person came by another one. */
  readonly takeOver: () => void;
};

/** What a member's connection uses of the room that the member is in. */
export interface SeatedRoom {
  apply(event: RoomEvent): void;
  /** Gives the room what a member asks for. `request`: the id of the message, which what answers it carries back. */
  ask(member: Member, request: number | undefined, event: RoomEvent): void;
  /** Takes a member out. `request`: the id of the message that asks for it. */
  leave(member: Member, reason: LeftReason, request: number | undefined): void;
  /** Moves a member that may only listen to the audience. */
  keepOffStage(member: Member): void;
}

/** Somebody who said hello and is connected, or is still in a room. */
export type Member = {
  readonly id: number;
  /** `d:` and a device that signed in, `w:` and a link, or `p:` and a plain member of a relay without sign-in. */
  readonly person: string;
  name: string;
  /** How the member wants to be written to. */
  form: Form;
  /** Undefined while the person is not connected. */
  connection: MemberConnection | undefined;
  room: SeatedRoom | undefined;
};

/** Sends a message to a member. Without a connection nothing is sent: the relay sends everything anew after the next hello. */
export function send(member: Member, message: ToMember): void {
  const text = member.form === 'short' ? writeForDevice(message) : writeSignal(message);
  if (text !== undefined) member.connection?.send(text);
}

/** The text of a message to a device; undefined for one that it ignores. */
function writeForDevice(message: ToMember): string | undefined {
  const { type } = message;
  return type === 'hello' || type === 'challenge' || type === 'ping' ? writeSignal(message) : writeShort(message);
}

/** The field by which a member knows which of its messages this answers; nothing if it gave no id. */
export function answerTo(id: number | undefined): { readonly id?: number } {
  return id === undefined ? {} : { id };
}

/** All persons on this relay. A person is one member, however often it connects. */
export class Members {
  private readonly byPerson = new Map<string, Member>();
  private last = 0;
  private connected = 0;

  /** How many members are connected. */
  get connectedCount(): number {
    return this.connected;
  }

  of(person: string): Member | undefined {
    return this.byPerson.get(person);
  }

  /** Sends a message to a person. Nothing is sent to a person who is not connected. */
  send(person: string, message: ToMember): void {
    const member = this.byPerson.get(person);
    if (member) send(member, message);
  }

  /** The person said hello by this connection. An older connection ends; number and seat stay. */
  arrive(person: string, name: string, connection: MemberConnection, form: Form = 'full'): Member {
    const known = this.byPerson.get(person);
    // The older connection ends as if it had dropped: the room keeps the seat until the person joins again.
    known?.connection?.takeOver();
    const member = known ?? { id: ++this.last, person, name, form, connection: undefined, room: undefined };
    member.connection = connection;
    member.name = name;
    member.form = form;
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

  /** Forgets a member that is neither connected nor in a room. */
  forgetIfGone(member: Member): void {
    if (!member.connection && !member.room) this.byPerson.delete(member.person);
  }
}
