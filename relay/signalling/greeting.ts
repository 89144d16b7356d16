import type { RelayConfig } from '../config';
import { send, type Members } from '../hosting/members';
import type { RelayEvent } from '../hosting/relay-events';
import type { EventStream } from '../ports/event-stream';
import type { Log, Random } from '../ports/ports';
import { cleanText } from '../records/clean-text';
import { PlainPersons } from './plain-persons';
import type { MessageOf, Refuse, Session } from './session';

/** The longest name in bytes of UTF-8: as many as the longest name on the wire can have. */
const NAME_MAX_BYTES = 256;

type GreetingPorts = {
  readonly log: Log;
  readonly random: Random;
  readonly members: Members;
  readonly events: EventStream<RelayEvent>;
  readonly refuse: Refuse;
};

/** Answers hello: makes the session that of a person. */
export class Greeting {
  private readonly ports: GreetingPorts;
  private readonly isSignInNeeded: boolean;
  private readonly plainPersons: PlainPersons;

  constructor(ports: GreetingPorts, { signIn }: Pick<RelayConfig, 'signIn'>) {
    this.ports = ports;
    this.isSignInNeeded = signIn === 'needed';
    this.plainPersons = new PlainPersons(ports.random, ports.members);
  }

  hello(session: Session, hello: MessageOf<'hello'>): void {
    const { events, log, members, refuse } = this.ports;
    if (session.member) return refuse(session, 'not-allowed', 'type');
    const name = cleanText(hello.name, { field: 'name', maxBytes: NAME_MAX_BYTES, lines: 'one' });
    if (typeof name !== 'string') return refuse(session, 'bad-name', 'name');
    const { identity } = session.visitor();
    if (!identity && this.isSignInNeeded) return refuse(session, 'sign-in-needed');
    const { person, ...resume } = identity ? { person: identity.person } : this.plainPersons.personOf(hello.resume);
    const member = members.arrive(person, identity?.name ?? name, session.asMember, hello.form);
    session.member = member;
    log.info('member-hello', { member: member.id, name: member.name, person, host: session.connection.remoteHost });
    const form = hello.form === undefined ? {} : { form: hello.form };
    send(member, { type: 'hello', name: hello.name, member: member.id, ...resume, ...form });
    events.publish({ kind: 'speakerCame', person });
  }
}
