// What members say and what they are told. Anything may come in: a message that is not right, or not right now, is
// answered with an error of a stable code, and the connection goes on; only silence and flooding end it.

import { DEAD_AFTER_MS } from '../wire/limits';
import { writeSignal, type SignalErrorCode, type ToRelay } from '../wire/signal';
import { parseToRelay } from '../wire/to-relay';
import type { RelayConfig } from './config';
import { tell, type Member } from './hosted-room';
import { Liveness } from './liveness';
import type { Lobby } from './lobby';
import type { Clock, Log, SignalConnection, SignalServer } from './ports';
import { RateLimit } from './rate-limit';

const BURST_MESSAGES = 40;
const MESSAGES_PER_SECOND = 20;
/** Messages over the rate before the connection is closed. */
const FLOOD_MESSAGES = 200;

/** Close codes: RFC 6455, section 7.4.1, and one of the private range for who fell silent. */
const GOING_AWAY = 1001;
const POLICY_VIOLATION = 1008;
const TRY_AGAIN_LATER = 1013;
const FELL_SILENT = 4000;

type Session = {
  readonly connection: SignalConnection;
  readonly rate: RateLimit;
  member: Member | undefined;
  excess: number;
};

/** The sessions of all members. */
export class Signalling {
  private readonly clock: Clock;
  private readonly log: Log;
  private readonly lobby: Lobby;
  private readonly config: RelayConfig;
  private readonly sessions = new Set<Session>();
  private readonly liveness: Liveness<Session>;
  private lastMember = 0;
  private isClosed = false;

  constructor(server: SignalServer, lobby: Lobby, config: RelayConfig, clock: Clock, log: Log) {
    this.lobby = lobby;
    this.config = config;
    this.clock = clock;
    this.log = log;
    this.liveness = new Liveness(clock, DEAD_AFTER_MS, (session) => this.drop(session, FELL_SILENT, 'silent'));
    server.onConnection = (connection) => this.open(connection);
  }

  /** Members who have said hello. */
  get memberCount(): number {
    let count = 0;
    for (const session of this.sessions) if (session.member) count++;
    return count;
  }

  /** Closes every connection. The lobby must have sent the members out before. */
  close(): void {
    this.isClosed = true;
    this.liveness.close();
    for (const session of [...this.sessions]) this.drop(session, GOING_AWAY, 'closing');
  }

  private open(connection: SignalConnection): void {
    const session: Session = {
      connection,
      rate: new RateLimit(BURST_MESSAGES, MESSAGES_PER_SECOND, this.clock.nowMs()),
      member: undefined,
      excess: 0,
    };
    connection.onMessage = (text) => this.receive(session, text);
    connection.onClose = () => this.end(session);
    if (this.isClosed || this.sessions.size >= this.config.connectionsMax) {
      this.log.warn('connection-refused', { host: connection.remoteHost, connections: this.sessions.size });
      connection.close(TRY_AGAIN_LATER, 'full');
      return;
    }
    this.sessions.add(session);
    this.liveness.heard(session);
  }

  /** The connection is gone, whoever ended it. */
  private end(session: Session): void {
    if (!this.sessions.delete(session)) return;
    this.liveness.forget(session);
    if (session.member) this.lobby.leave(session.member, 'silent');
  }

  private drop(session: Session, code: number, reason: string): void {
    this.end(session);
    session.connection.close(code, reason);
  }

  private receive(session: Session, text: string): void {
    if (!this.sessions.has(session)) return;
    this.liveness.heard(session);
    if (!session.rate.allows(this.clock.nowMs())) return this.slowDown(session);
    session.excess = 0;
    const message = parseToRelay(text);
    if (message.type === 'rejected') return this.refuse(session, message.code, message.field);
    if (message.type === 'hello') return this.greet(session, message.name);
    if (session.member) this.obey(session, session.member, message);
    else this.refuse(session, 'not-hello');
  }

  private slowDown(session: Session): void {
    session.excess++;
    if (session.excess === 1) this.refuse(session, 'too-fast');
    if (session.excess > FLOOD_MESSAGES) this.drop(session, POLICY_VIOLATION, 'too-fast');
  }

  private refuse(session: Session, code: SignalErrorCode, field?: string): void {
    const { connection, member } = session;
    this.log.info('message-refused', { host: connection.remoteHost, member: member?.id, code, field });
    connection.send(writeSignal({ type: 'error', code }));
  }

  private greet(session: Session, name: string): void {
    if (session.member) return this.refuse(session, 'not-allowed', 'type');
    const { connection } = session;
    const id = ++this.lastMember;
    session.member = { id, name, send: (text) => connection.send(text), room: undefined };
    this.log.info('member-hello', { member: id, name, host: connection.remoteHost });
    tell(session.member, { type: 'hello', name, member: id });
  }

  private obey(session: Session, member: Member, message: Exclude<ToRelay, { type: 'hello' }>): void {
    switch (message.type) {
      case 'join':
        return this.lobby.join(member, message.room, message.payloadTypes, message.packetMs);
      case 'leave':
        if (!this.lobby.leave(member, 'asked')) this.refuse(session, 'not-joined');
        return;
      case 'mute':
        if (!member.room) return this.refuse(session, 'not-joined');
        return member.room.noteMicrophone(member, message.muted);
      case 'ping':
        return tell(member, { type: 'pong', id: message.id });
      case 'pong':
        return;
      default:
        return this.refuse(session, 'not-allowed', 'type');
    }
  }
}
