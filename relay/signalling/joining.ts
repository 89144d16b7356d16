// Brings members into rooms. A room that is open takes them at once. For a room that opens now, the relay first looks up how
// it was planned, and messages that come meanwhile wait.

import type { Lobby, PlannedRules } from '../hosting/lobby';
import type { Log } from '../ports/ports';
import type { Identity } from './doorman';
import type { InvitationsPort } from './invitations-port';
import type { MemberSession, MessageOf, Refuse, Session } from './session';

type JoiningPorts = {
  readonly log: Log;
  readonly lobby: Lobby;
  readonly invitations: InvitationsPort;
  readonly refuse: Refuse;
  /** Whether the connection is still there. */
  readonly isOpen: (session: Session) => boolean;
  /** Reads a message that waited. */
  readonly receive: (session: Session, text: string) => void;
};

/** Answers join. */
export class Joining {
  private readonly ports: JoiningPorts;

  constructor(ports: JoiningPorts) {
    this.ports = ports;
  }

  join(session: MemberSession, wanted: MessageOf<'join'>): void {
    const { invitations, lobby, log, refuse } = this.ports;
    const planned = lobby.isOpen(wanted.room) ? undefined : invitations.plannedRules(wanted.room);
    if (!planned) return this.enter(session, wanted, undefined);
    session.waiting = [];
    planned.then(
      (rules) => this.resume(session, () => this.enter(session, wanted, rules)),
      (error: unknown) => {
        log.warn('plan-not-read', { room: wanted.room, message: (error as Error).message });
        // A room that was planned as closed must not open to everybody because its plan cannot be read.
        this.resume(session, () => refuse(session, 'not-stored', undefined, wanted.id));
      },
    );
  }

  /** Finishes a join, and then reads the messages that waited. */
  private resume(session: Session, finish: () => void): void {
    const { waiting = [] } = session;
    session.waiting = undefined;
    if (!this.ports.isOpen(session)) return;
    finish();
    for (const text of waiting) this.ports.receive(session, text);
  }

  private enter(session: MemberSession, wanted: MessageOf<'join'>, rules: PlannedRules | undefined): void {
    const { lobby, refuse } = this.ports;
    const { room, payloadTypes, packetMs, id } = wanted;
    const { member } = session;
    const { identity } = session.visitor();
    if (identity?.room !== undefined && identity.room !== room) return refuse(session, 'not-allowed', 'room', id);
    if (!lobby.isOpen(room)) lobby.plan(room, rules);
    if (identity) this.announce(room, member.person, identity);
    lobby.join(member, room, payloadTypes, { packetMs, id });
    // The bearer of a link for a listener stays in the audience, even in a room where members start on the stage.
    if (identity?.role === 'audience') member.room?.keepOffStage(member);
  }

  /** Lets the room know before the join what a link gives its bearer: a rank, or entry and perhaps a seat. */
  private announce(room: string, person: string, { rank, role, room: only }: Identity): void {
    const { lobby } = this.ports;
    if (rank) void lobby.apply(room, { kind: 'rankGiven', person, rank });
    else if (only !== undefined) {
      void lobby.apply(room, { kind: 'guestListed', person, isGuest: true });
      if (role === 'stage') void lobby.apply(room, { kind: 'seatReserved', invitation: person, person });
    }
  }
}
