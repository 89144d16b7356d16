// The connections of all members, from their opening to their end. Anything may come in: a message that is not right, or not
// right now, is answered with an error of a stable code, and the connection goes on. Only silence, flooding and forgery end it.

import { DEAD_AFTER_MS } from '../../wire/limits';
import { writeSignal, type SignalErrorCode } from '../../wire/signal';
import { parseToRelay } from '../../wire/to-relay';
import type { RelayConfig } from '../config';
import type { Lobby } from '../hosting/lobby';
import { answerTo, send, type Members } from '../hosting/members';
import type { RelayEvent } from '../hosting/relay-events';
import type { EventStream } from '../ports/event-stream';
import type { Clock, Log, Random, SignalConnection, SignalServer } from '../ports/ports';
import type { Doorman } from './doorman';
import { Greeting } from './greeting';
import type { InvitationsPort } from './invitations-port';
import { Joining } from './joining';
import { Liveness } from './liveness';
import { createMessageHandlers, handle, type MessageHandlers } from './message-handlers';
import type { Session } from './session';

/** Close codes of RFC 6455, section 7.4.1 … */
const GOING_AWAY = 1001;
const TRY_AGAIN_LATER = 1013;
/** … and of its private range: the member was silent, the person came by another connection. */
const FELL_SILENT = 4000;
const TAKEN_OVER = 4002;

type SignallingPorts = {
  readonly clock: Clock;
  readonly log: Log;
  readonly random: Random;
  readonly lobby: Lobby;
  readonly members: Members;
  readonly doorman: Doorman;
  readonly events: EventStream<RelayEvent>;
  readonly invitations: InvitationsPort;
};

/** All sessions. It answers connections of the server from its construction on. */
export class Signalling {
  private readonly ports: SignallingPorts;
  private readonly connectionsMax: number;
  private readonly sessions = new Set<Session>();
  private readonly liveness: Liveness<Session>;
  private readonly handlers: MessageHandlers;
  private isClosed = false;

  constructor(server: SignalServer, config: RelayConfig, ports: SignallingPorts) {
    this.ports = ports;
    this.connectionsMax = config.connectionsMax;
    this.liveness = new Liveness(ports.clock, DEAD_AFTER_MS, (session) => this.drop(session, FELL_SILENT, 'silent'));
    const refuse = this.refuse.bind(this);
    const isOpen = (session: Session): boolean => this.sessions.has(session);
    const receive = this.receive.bind(this);
    const greeting = new Greeting({ ...ports, refuse }, config);
    const joining = new Joining({ ...ports, refuse, isOpen, receive });
    this.handlers = createMessageHandlers({ ...ports, greeting, joining, refuse });
    server.onConnection = (connection) => this.open(connection);
  }

  /** Closes every connection. The lobby must have sent the members out before. */
  close(): void {
    this.isClosed = true;
    this.liveness.close();
    for (const session of [...this.sessions]) this.drop(session, GOING_AWAY, 'closing');
  }

  /** Ends the connections and seats of a person, whether it has said hello or is away. */
  expel(person: string, code: number, reason: string): void {
    const member = this.ports.members.of(person);
    if (member) this.ports.lobby.leave(member, 'removed');
    for (const session of [...this.sessions])
      if (session.member?.person === person || session.visitor().identity?.person === person)
        this.drop(session, code, reason);
  }

  private open(raw: SignalConnection): void {
    const { clock, doorman, log } = this.ports;
    if (this.isClosed || this.sessions.size >= this.connectionsMax) {
      log.warn('connection-refused', { host: raw.remoteHost, connections: this.sessions.size });
      return raw.close(TRY_AGAIN_LATER, 'full');
    }
    const admitted = doorman.admit(raw, clock.nowMs());
    if (!admitted) return;
    const { connection, visitor } = admitted;
    const session: Session = {
      connection,
      visitor,
      asMember: { send: (text) => connection.send(text), takeOver: () => this.drop(session, TAKEN_OVER, 'taken-over') },
      member: undefined,
      waiting: undefined,
    };
    admitted.onAlive = () => this.liveness.heard(session);
    connection.onMessage = (text) => this.receive(session, text);
    connection.onClose = () => this.end(session);
    this.sessions.add(session);
    this.liveness.heard(session);
  }

  /** The connection is gone, whichever side ended it. A member that sat in a room keeps its seat for a while. */
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
    if (message.type === 'rejected') this.refuse(session, message.code, message.field, message.id);
    else handle(this.handlers, session, message);
  }

  private refuse({ connection, member }: Session, code: SignalErrorCode, field?: string, id?: number): void {
    this.ports.log.info('message-refused', { host: connection.remoteHost, member: member?.id, code, field });
    const message = { type: 'error', code, ...answerTo(id) } as const;
    if (member) send(member, message);
    else connection.send(writeSignal(message));
  }
}
