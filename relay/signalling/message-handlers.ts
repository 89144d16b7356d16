// One handler for each type of message that a member sends. The table is typed by the messages of wire/signal.ts: a message
// without a handler does not compile.

import type { SignalErrorCode, ToRelay } from '../../wire/signal';
import type { Lobby } from '../hosting/lobby';
import { send, type Member, type SeatedRoom } from '../hosting/members';
import type { Log } from '../ports/ports';
import type { Greeting } from './greeting';
import type { InvitationsPort } from './invitations-port';
import type { Joining } from './joining';
import type { MemberSession, MessageOf, Refuse, Session } from './session';

type Type = ToRelay['type'];
type Handler<T extends Type> = (session: Session, message: MessageOf<T>) => void;
type MemberHandler<T extends Type> = (session: MemberSession, message: MessageOf<T>) => void;
type RoomHandler<T extends Type> = (room: SeatedRoom, member: Member, message: MessageOf<T>, session: Session) => void;

/** A handler for each type of message. */
export type MessageHandlers = { readonly [T in Type]: Handler<T> };

type HandlerPorts = {
  readonly log: Log;
  readonly lobby: Lobby;
  readonly invitations: InvitationsPort;
  readonly greeting: Greeting;
  readonly joining: Joining;
  readonly refuse: Refuse;
};

/** The handlers of all messages. */
export function createMessageHandlers(ports: HandlerPorts): MessageHandlers {
  const { greeting, invitations, joining, lobby, log, refuse } = ports;

  /** A message that only a member may send. */
  function asMember<T extends Type>(handle: MemberHandler<T>): Handler<T> {
    return (session, message) =>
      isMember(session) ? handle(session, message) : refuse(session, 'not-hello', undefined, requestOf(message));
  }

  /** A message that only a member of a room may send. */
  function inRoom<T extends Type>(handle: RoomHandler<T>): Handler<T> {
    return asMember<T>((session, message) => {
      const { room } = session.member;
      if (room) handle(room, session.member, message, session);
      else refuse(session, 'not-joined', undefined, requestOf(message));
    });
  }

  /** Refuses a message once its refusal is known. */
  function refuseLater(session: Session, refusal: Promise<SignalErrorCode | undefined>): void {
    refusal.then(
      (code) => code && refuse(session, code),
      (error: unknown) => {
        log.warn('message-failed', { member: session.member?.id, message: (error as Error).message });
        refuse(session, 'not-stored');
      },
    );
  }

  const answerOffer = inRoom<'answer'>((room, member, { answer }, session) => {
    // The bearer of a link for a listener may decline the stage, but not accept it.
    if (answer === 'accept' && session.visitor().identity?.role === 'audience') return refuse(session, 'not-allowed');
    room.ask(member, undefined, { kind: 'answered', member: member.id, answer });
  });

  return {
    // A relay with an identity handles the sign-in before its messages come here.
    'sign-in': inRoom((_room, _member, _message, session) => refuse(session, 'not-allowed', 'type')),
    proof: inRoom((_room, _member, _message, session) => refuse(session, 'not-allowed', 'type')),
    link: (session, { token }) => {
      const code = session.member ? 'not-allowed' : session.visitor().useLink(token);
      if (code) refuse(session, code);
    },
    hello: (session, message) => greeting.hello(session, message),
    join: asMember((session, message) => joining.join(session, message)),
    leave: asMember((session, { id }) => {
      if (!lobby.leave(session.member, 'asked', id)) refuse(session, 'not-joined', undefined, id);
    }),
    ping: asMember(({ member }, { id }) => send(member, { type: 'pong', id })),
    pong: asMember(() => undefined),
    noted: asMember((session, { invitation, news }) => {
      refuseLater(session, invitations.noted(session.member.person, invitation, news));
    }),
    answer: asMember((session, message) => {
      const { invitation, answer } = message;
      if (invitation === undefined) return answerOffer(session, message);
      refuseLater(session, invitations.answer(session.member.person, invitation, answer));
    }),
    mute: inRoom((room, { id }, { muted }) => room.apply({ kind: 'microphone', member: id, isOpen: !muted })),
    hand: inRoom((room, member, { raised, id }) => {
      room.ask(member, id, { kind: 'hand', member: member.id, isRaised: raised });
    }),
    'step-down': inRoom((room, { id }) => room.apply({ kind: 'steppedDown', member: id })),
    moderate: inRoom((room, { id }, { action, member }) => {
      room.apply({ kind: 'moderated', by: id, action, ...(member === undefined ? {} : { member }) });
    }),
  };
}

/** Calls the handler of a message. */
export function handle<T extends Type>(handlers: MessageHandlers, session: Session, message: MessageOf<T>): void {
  const handler = handlers[message.type] as Handler<T>;
  handler(session, message);
}

function isMember(session: Session): session is MemberSession {
  return session.member !== undefined;
}

/** The id that the answer to a message carries back. */
function requestOf(message: ToRelay): number | undefined {
  const { type } = message;
  return type === 'join' || type === 'leave' || type === 'hand' ? message.id : undefined;
}
