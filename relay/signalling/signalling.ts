// What members say and what they are told. Anything may come in: a message that is not right, or not right now, is
// answered with an error of a stable code, and the connection goes on; only silence, flooding and forgery end it.

import { DEAD_AFTER_MS, TOKEN_BYTES } from '../../wire/limits';
import { writeSignal, type SignalErrorCode, type ToRelay } from '../../wire/signal';
import { parseToRelay } from '../../wire/to-relay';
import type { Calls, PlannedRules } from '../hosting/calls';
import { cleanText } from '../records/clean-text';
import type { RelayConfig } from '../config';
import type { Doorman, Identity, Visitor } from './doorman';
import { Liveness } from './liveness';
import type { Lobby } from '../hosting/lobby';
import { tell, type Member, type MemberConnection, type Members } from '../hosting/members';
import { randomHex } from '../ports/random-hex';
import type { Clock, Log, Random, SignalConnection, SignalServer } from '../ports/ports';

/** Close codes: RFC 6455, section 7.4.1, and of the private range for who fell silent and who has come twice. */
const GOING_AWAY = 1001;
const TRY_AGAIN_LATER = 1013;
const FELL_SILENT = 4000;
const TAKEN_OVER = 4002;

/** A name in bytes of UTF-8 may be as long as the wire lets it be in characters. */
const NAME_MAX_BYTES = 256;
const PLAIN_ID_BYTES = 8;

/** Fewer texts of plain members are not worth looking through. */
const SWEEP_AT_LEAST = 1000;

type Session = {
  readonly connection: SignalConnection;
  /** Who it is beyond what it says itself: a device that signed in, or somebody with a link. */
  readonly visitor: () => Visitor;
  member: Member | undefined;
  readonly asMember: MemberConnection;
  /** What was said since a room was asked for of which it is looked up how it is to open. */
  waiting: string[] | undefined;
};

/** What signalling works on. */
export type SignallingPorts = {
  readonly clock: Clock;
  readonly log: Log;
  readonly random: Random;
  readonly lobby: Lobby;
  readonly members: Members;
  readonly doorman: Doorman;
  readonly calls: () => Calls;
};

/** The sessions of all members. */
export class Signalling {
  private readonly ports: SignallingPorts;
  private readonly config: RelayConfig;
  private readonly sessions = new Set<Session>();
  private readonly liveness: Liveness<Session>;
  /** By the text with which a plain member comes back to its seat. */
  private readonly resumable = new Map<string, string>();
  /** So many of them are looked through for those of whom nothing is remembered. */
  private sweepAt = SWEEP_AT_LEAST;
  private isClosed = false;

  constructor(server: SignalServer, config: RelayConfig, ports: SignallingPorts) {
    this.config = config;
    this.ports = ports;
    this.liveness = new Liveness(ports.clock, DEAD_AFTER_MS, (session) => this.drop(session, FELL_SILENT, 'silent'));
    server.onConnection = (connection) => this.open(connection);
  }

  /** Closes every connection. The lobby must have sent the members out before. */
  close(): void {
    this.isClosed = true;
    this.liveness.close();
    for (const session of [...this.sessions]) this.drop(session, GOING_AWAY, 'closing');
  }

  /** Ends whatever a person has here, whether it has said hello or is away: its key was revoked. */
  expel(person: string, code: number, reason: string): void {
    const member = this.ports.members.of(person);
    if (member) this.ports.lobby.leave(member, 'removed');
    for (const session of [...this.sessions])
      if (session.member?.person === person || session.visitor().identity?.person === person)
        this.drop(session, code, reason);
  }

  private open(raw: SignalConnection): void {
    const { clock, doorman, log } = this.ports;
    if (this.isClosed || this.sessions.size >= this.config.connectionsMax) {
      log.warn('connection-refused', { host: raw.remoteHost, connections: this.sessions.size });
      return raw.close(TRY_AGAIN_LATER, 'full');
    }
    const admitted = doorman.admit(raw, clock.nowMs());
    if (!admitted) return;
    const { connection, visitor } = admitted;
    const session: Session = {
      connection,
      visitor,
      member: undefined,
      waiting: undefined,
      asMember: { send: (text) => connection.send(text), takeOver: () => this.drop(session, TAKEN_OVER, 'taken-over') },
    };
    admitted.onAlive = () => this.liveness.heard(session);
    connection.onMessage = (text) => this.receive(session, text);
    connection.onClose = () => this.end(session);
    this.sessions.add(session);
    this.liveness.heard(session);
  }

  /** The connection is gone, whoever ended it: whoever sat in a room has its seat kept for a while. */
  private end(session: Session): void {
    if (!this.sessions.delete(session)) return;
    this.liveness.forget(session);
    const { member } = session;
    if (!member) return;
    this.ports.members.part(member);
    member.room?.apply({ kind: 'dropped', member: member.id });
  }

  private drop(session: Session, code: number, reason: string): void {
    this.end(session);
    session.connection.close(code, reason);
  }

  private receive(session: Session, text: string): void {
    if (!this.sessions.has(session)) return;
    if (session.waiting) {
      session.waiting.push(text);
      return;
    }
    const message = parseToRelay(text);
    if (message.type === 'rejected') return this.refuse(session, message.code, message.field);
    if (message.type === 'link') return this.takeLink(session, message.token);
    if (message.type === 'hello') return this.greet(session, message);
    if (session.member) this.obey(session, session.member, message);
    else this.refuse(session, 'not-hello');
  }

  /** Tells why not; nothing where there is no reason. */
  private refuse(session: Session, code: SignalErrorCode | undefined, field?: string): void {
    if (!code) return;
    const { connection, member } = session;
    this.ports.log.info('message-refused', { host: connection.remoteHost, member: member?.id, code, field });
    connection.send(writeSignal({ type: 'error', code }));
  }

  /** Who somebody is, is settled before hello. */
  private takeLink(session: Session, token: string): void {
    this.refuse(session, session.member ? 'not-allowed' : session.visitor().takeLink(token));
  }

  private greet(session: Session, hello: ToRelay & { type: 'hello' }): void {
    if (session.member) return this.refuse(session, 'not-allowed', 'type');
    const { log, members } = this.ports;
    const name = cleanText(hello.name, { field: 'name', maxBytes: NAME_MAX_BYTES, lines: 'one' });
    if (typeof name !== 'string') return this.refuse(session, 'bad-name', 'name');
    const { identity } = session.visitor();
    if (!identity && this.config.signIn === 'needed') return this.refuse(session, 'sign-in-needed');
    const plain = identity ? undefined : this.plainPerson(hello.resume);
    const person = identity?.person ?? (plain as { person: string }).person;
    const member = members.arrive(person, identity?.name ?? name, session.asMember);
    session.member = member;
    log.info('member-hello', { member: member.id, name: member.name, person, host: session.connection.remoteHost });
    const greeting = { type: 'hello', name: hello.name, member: member.id } as const;
    tell(member, plain ? { ...greeting, resume: plain.resume } : greeting);
    void this.ports.calls().speakerCame(person);
  }

  /** Somebody of whom nothing is known but that it was here before, if it knows the text that it was given then. */
  private plainPerson(resume: string | undefined): { readonly person: string; readonly resume: string } {
    const known = resume === undefined ? undefined : this.resumable.get(resume);
    if (known !== undefined && resume !== undefined) {
      if (this.ports.members.of(known)) return { person: known, resume };
      this.resumable.delete(resume);
    }
    this.forgetGone();
    const text = randomHex(this.ports.random, TOKEN_BYTES);
    const person = `p:${randomHex(this.ports.random, PLAIN_ID_BYTES)}`;
    this.resumable.set(text, person);
    return { person, resume: text };
  }

  /** Now and then, so that it costs little and what is kept is never much more than who is here. */
  private forgetGone(): void {
    if (this.resumable.size < this.sweepAt) return;
    for (const [text, person] of this.resumable) if (!this.ports.members.of(person)) this.resumable.delete(text);
    this.sweepAt = 2 * this.resumable.size + SWEEP_AT_LEAST;
  }

  /** Into a room that is open at once; into one that opens, once it is known how. What is said meanwhile waits. */
  private bringIn(session: Session, member: Member, wanted: ToRelay & { readonly type: 'join' }): void {
    const { calls, lobby } = this.ports;
    const planned = lobby.isOpen(wanted.room) ? undefined : calls().plannedRules(wanted.room);
    if (!(planned instanceof Promise)) return this.join(session, member, wanted, planned);
    session.waiting = [];
    const goOn = (act: () => void): void => {
      const { waiting = [] } = session;
      session.waiting = undefined;
      if (!this.sessions.has(session)) return;
      act();
      for (const text of waiting) this.receive(session, text);
    };
    planned.then(
      (rules) => goOn(() => this.join(session, member, wanted, rules)),
      // A room that was planned to be closed must not open to everybody because nobody can look it up.
      () => goOn(() => this.refuse(session, 'not-stored')),
    );
  }

  private join(
    session: Session,
    member: Member,
    { room, payloadTypes, packetMs }: ToRelay & { readonly type: 'join' },
    rules: PlannedRules | undefined,
  ): void {
    const { lobby } = this.ports;
    const { identity } = session.visitor();
    if (identity?.room !== undefined && identity.room !== room) return this.refuse(session, 'not-allowed');
    if (!lobby.isOpen(room)) lobby.plan(room, rules);
    if (identity) this.expect(room, member.person, identity);
    lobby.join(member, room, payloadTypes, packetMs);
    // A link for a listener is one, also where whoever joins sits on the stage.
    if (identity?.role === 'audience') member.room?.keepOffStage(member);
  }

  /** Lets the room know beforehand what somebody's link says of it. */
  private expect(room: string, person: string, { rank, role, room: only }: Identity): void {
    const { lobby } = this.ports;
    if (rank) void lobby.apply(room, { kind: 'rankGiven', person, rank });
    else if (only !== undefined) {
      void lobby.apply(room, { kind: 'guestListed', person, isGuest: true });
      if (role === 'stage') void lobby.apply(room, { kind: 'seatReserved', invitation: person, person });
    }
  }

  private obey(session: Session, member: Member, message: ToRelay): void {
    const { lobby } = this.ports;
    const calls = this.ports.calls();
    const { room } = member;
    switch (message.type) {
      case 'join':
        return this.bringIn(session, member, message);
      case 'leave':
        if (!lobby.leave(member, 'asked')) this.refuse(session, 'not-joined');
        return;
      case 'ping':
        return tell(member, { type: 'pong', id: message.id });
      case 'pong':
        return;
      case 'noted':
        void calls.noted(member.person, message.invitation);
        return;
      case 'answer':
        if (message.invitation === undefined) break;
        void calls.answered(member.person, message.invitation, message.answer).then(
          (code) => this.refuse(session, code),
          () => this.refuse(session, 'not-stored'),
        );
        return;
    }
    if (!room) return this.refuse(session, 'not-joined');
    const id = member.id;
    switch (message.type) {
      case 'mute':
        return room.apply({ kind: 'microphone', member: id, isOpen: !message.muted });
      case 'hand':
        return room.apply({ kind: 'hand', member: id, isRaised: message.raised });
      case 'answer':
        if (message.answer === 'accept' && session.visitor().identity?.role === 'audience')
          return this.refuse(session, 'not-allowed');
        return room.apply({ kind: 'answered', member: id, answer: message.answer });
      case 'step-down':
        return room.apply({ kind: 'steppedDown', member: id });
      case 'moderate': {
        const whom = message.member === undefined ? {} : { member: message.member };
        return room.apply({ kind: 'moderated', by: id, action: message.action, ...whom });
      }
      default:
        return this.refuse(session, 'not-allowed', 'type');
    }
  }
}
