import { TO_MEMBER, TO_RELAY, SEALED_MESSAGE_MAX_BYTES, createOpener, createSealer } from '../../wire/sealed-frames';
import { writeSignal } from '../../wire/signal';
import { parseToRelay } from '../../wire/to-relay';
import type { Random, SignalConnection } from '../ports/ports';
import { fromUtf8, randomByteString, toUtf8 } from './bytes';
import { NOT_SIGNED_IN, nextSignIn, type SignInPorts, type SignInState } from './sign-in';

/** Close codes of the private range (RFC 6455, section 7.4.2). */
export const SIGN_IN_REFUSED = 4003;
export const SEAL_BROKEN = 4004;
/** Close codes of RFC 6455, section 7.4.1. */
const NOT_UTF8 = 1007;
const INTERNAL_ERROR = 1011;
const NONCE_BYTES = 16;
const IV_BYTES = 16;

/** What a sealed connection works with. */
export type SealedConnectionPorts = SignInPorts & {
  readonly random: Random;
  /** Called when a device has proved that it knows its key. `key` is that key: the new one or the old one. */
  readonly onSignedIn: (device: string, key: string, connection: SealedConnection) => void;
  /** Called when a sign-in fails or a seal does not open, for the log and for limits. */
  readonly onRefused: (remoteHost: string, why: string, device: string | undefined) => void;
};

/**
 * The connection of a member. Its messages are plain text for the relay and sealed on the wire. A member that begins with
 * `sign-in` has to sign in before the relay gets a message from it. If it begins with another message, its connection stays
 * plain.
 */
export class SealedConnection implements SignalConnection {
  readonly remoteHost: string;
  onMessage: (text: string) => void = () => {};
  onClose: () => void = () => {};
  private readonly connection: SignalConnection;
  private readonly ports: SealedConnectionPorts;
  private signIn: SignInState = NOT_SIGNED_IN;
  private isPlain = false;
  private isOver = false;
  private seal: ReturnType<typeof createSealer> | undefined;
  private open: ReturnType<typeof createOpener> | undefined;

  constructor(connection: SignalConnection, ports: SealedConnectionPorts) {
    this.connection = connection;
    this.ports = ports;
    this.remoteHost = connection.remoteHost;
    connection.onMessage = (text) => this.receive(text);
    connection.onClose = () => {
      this.isOver = true;
      this.onClose();
    };
  }

  /** The device that has signed in. Undefined before the sign-in, and on a plain connection. */
  get device(): string | undefined {
    return this.signIn.kind === 'sealed' ? this.signIn.device : undefined;
  }

  /** Sends a message: sealed after a sign-in, plain if none has begun. During a sign-in nothing is sent. */
  send(text: string): void {
    if (!this.seal) {
      if (this.signIn.kind === 'new') this.connection.send(text);
      return;
    }
    const message = toUtf8(text);
    if (message.length > SEALED_MESSAGE_MAX_BYTES) return this.close(INTERNAL_ERROR, 'too-long');
    this.connection.send(this.seal(message, randomByteString(this.ports.random, IV_BYTES)));
  }

  close(code: number, reason: string): void {
    this.isOver = true;
    this.connection.close(code, reason);
  }

  private receive(frame: string): void {
    if (this.isOver) return;
    if (this.open) return this.receiveSealed(this.open(frame));
    if (this.isPlain) return this.onMessage(frame);
    const message = parseToRelay(frame);
    if (this.signIn.kind === 'new' && message.type !== 'sign-in') {
      this.isPlain = true;
      return this.onMessage(frame);
    }
    const step = nextSignIn(this.ports, this.signIn, message, randomByteString(this.ports.random, NONCE_BYTES));
    this.signIn = step.state;
    if (step.answer) this.connection.send(writeSignal(step.answer));
    if (step.state.kind === 'refused') this.refuse(SIGN_IN_REFUSED, 'sign-in-refused', step.state.device);
    if (step.state.kind === 'sealed') this.begin(step.state);
  }

  private begin({ device, key, sessionKeys }: SignInState & { kind: 'sealed' }): void {
    const { primitives } = this.ports;
    const half = sessionKeys.length / 2;
    this.open = createOpener(primitives, sessionKeys.slice(0, half), TO_RELAY);
    this.seal = createSealer(primitives, sessionKeys.slice(half), TO_MEMBER);
    this.ports.onSignedIn(device, key, this);
  }

  private receiveSealed(opened: ReturnType<NonNullable<typeof this.open>>): void {
    if (typeof opened === 'string') return this.refuse(SEAL_BROKEN, opened, this.device);
    const text = fromUtf8(opened.plain);
    if (text === undefined) return this.close(NOT_UTF8, 'not-utf8');
    this.onMessage(text);
  }

  /** The log gets the reason why a seal does not open. The other side learns only that it does not. */
  private refuse(code: number, why: string, device: string | undefined): void {
    this.ports.onRefused(this.remoteHost, why, device);
    this.close(code, code === SEAL_BROKEN ? 'seal-broken' : why);
  }
}
