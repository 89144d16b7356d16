import type { SignalErrorCode, ToRelay } from '../../wire/signal';
import type { Member, MemberConnection } from '../hosting/members';
import type { SignalConnection } from '../ports/ports';
import type { Visitor } from './doorman';

/** One connection, from its first message to its end. */
export type Session = {
  readonly connection: SignalConnection;
  /** Who came, beyond what the messages say: a device that signed in, or the bearer of a link. */
  readonly visitor: () => Visitor;
  /** The same connection as rooms use it. */
  readonly asMember: MemberConnection;
  /** Undefined before hello. */
  member: Member | undefined;
  /** Messages that came while the relay looks up how a room was planned; undefined while it does not. */
  waiting: string[] | undefined;
};

/** A session that said hello. */
export type MemberSession = Session & { readonly member: Member };

/** The message of a type that a member sends. */
export type MessageOf<Type extends ToRelay['type']> = Extract<ToRelay, { readonly type: Type }>;

/** Answers a message of a session with an error. `id` is that of a join or leave. `field` is for the log. */
export type Refuse = (session: Session, code: SignalErrorCode, field?: string, id?: number) => void;
