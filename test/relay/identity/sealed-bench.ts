import { randomByteString } from '../../../relay/identity/bytes';
import { SealedConnection, type SealedConnectionPorts } from '../../../relay/identity/sealed-connection';
import type { KnownDevice } from '../../../relay/identity/sign-in';
import { nodePrimitives } from '../../../relay/node/node-primitives';
import type { SignalConnection } from '../../../relay/ports/ports';
import { fromHex, toHex } from '../../../wire/byte-string';
import { isSame } from '../../../wire/constant-time';
import { hkdf } from '../../../wire/hkdf';
import { hmacWith } from '../../../wire/hmac';
import type { Primitives } from '../../../wire/primitives';
import { TO_MEMBER, TO_RELAY, createOpener, createSealer } from '../../../wire/sealed-frames';
import { SESSION_KEYS, SESSION_KEYS_BYTES, signInProof } from '../../../wire/sign-in';
import { writeSignal } from '../../../wire/signal';
import { parseToMember } from '../../../wire/to-member';
import { SeededRandom } from '../support/in-memory-ports';

export const KITCHEN_KEY = 'K'.repeat(32);
/** The secret from which the relay makes the keys for unknown devices. */
export const DECOY_SECRET = 'a secret of the relay';

/** The wire of one connection, as a stranger on the network sees it. */
export class Wire implements SignalConnection {
  readonly remoteHost = '10.0.0.9';
  readonly sent: string[] = [];
  closedWith: { readonly code: number; readonly reason: string } | undefined;
  onMessage: (text: string) => void = () => {};
  onClose: () => void = () => {};

  send(text: string): void {
    if (!this.closedWith) this.sent.push(text);
  }

  close(code: number, reason: string): void {
    if (this.closedWith) return;
    this.closedWith = { code, reason };
    this.onClose();
  }

  /** Sends a frame to the relay. Returns the answers. */
  say(text: string): string[] {
    const before = this.sent.length;
    this.onMessage(text);
    return this.sent.slice(before);
  }
}

/** How often each primitive was called. */
type Calls = { hashOf: number; xorWith: number; encryptCbc: number; decryptCbc: number };

function counted(calls: Calls): Primitives {
  const { hashOf, xorWith, encryptCbc, decryptCbc } = nodePrimitives;
  return {
    hashOf: (bytes) => (calls.hashOf++, hashOf(bytes)),
    xorWith: (bytes, byte) => (calls.xorWith++, xorWith(bytes, byte)),
    encryptCbc: (...of) => (calls.encryptCbc++, encryptCbc(...of)),
    decryptCbc: (...of) => (calls.decryptCbc++, decryptCbc(...of)),
  };
}

/** A relay that answers every message with `echo ` and the message. */
export class SealedBench {
  readonly calls: Calls = { hashOf: 0, xorWith: 0, encryptCbc: 0, decryptCbc: 0 };
  readonly devices: Map<string, KnownDevice>;
  readonly signedIn: [device: string, key: string][] = [];
  readonly refused: [host: string, why: string, device: string | undefined][] = [];
  private readonly ports: SealedConnectionPorts;

  constructor(devices: Record<string, KnownDevice> = { kitchen: { key: KITCHEN_KEY, isRevoked: false } }, seed = 1) {
    this.devices = new Map(Object.entries(devices));
    const primitives = counted(this.calls);
    this.ports = {
      primitives,
      random: new SeededRandom(seed),
      find: (id) => this.devices.get(id),
      decoyHmac: hmacWith(primitives, DECOY_SECRET),
      onSignedIn: (device, key) => this.signedIn.push([device, key]),
      onRefused: (host, why, device) => this.refused.push([host, why, device]),
    };
  }

  connect(): { readonly wire: Wire; readonly relay: SealedConnection; readonly heard: string[] } {
    const wire = new Wire();
    const relay = new SealedConnection(wire, this.ports);
    const heard: string[] = [];
    relay.onMessage = (text) => {
      heard.push(text);
      relay.send(`echo ${text}`);
    };
    return { wire, relay, heard };
  }
}

/** A device, made of the functions of wire/. A test can let it make mistakes. */
export class DeviceEnd {
  readonly id: string;
  readonly key: string;
  readonly nonce: string;
  /** Seals a text, or bytes. */
  seal: (text: string) => string = () => '';
  sealBytes: (bytes: string) => string = () => '';
  open: ReturnType<typeof createOpener> = () => 'malformed';
  private readonly random: SeededRandom;

  constructor(id: string, key: string, seed: number) {
    this.id = id;
    this.key = key;
    this.random = new SeededRandom(seed);
    this.nonce = randomByteString(this.random, 16);
  }

  signIn(): string {
    return writeSignal({ type: 'sign-in', device: this.id, nonce: toHex(this.nonce) });
  }

  /** The proof for a challenge. Undefined if the challenge is not from a relay that knows the key, unless `trusts` is set. */
  prove(challenge: string, trusts = false): string | undefined {
    const message = parseToMember(challenge);
    if (message.type !== 'challenge') throw new Error(`no challenge: ${challenge}`);
    const hmac = hmacWith(nodePrimitives, this.key);
    const nonces = this.nonce + fromHex(message.nonce);
    const wanted = signInProof(hmac, 'relay', this.id, nonces);
    if (!trusts && !isSame(nodePrimitives.hashOf, this.key, wanted, fromHex(message.proof))) return undefined;
    const keys = hkdf(nodePrimitives, this.key, nonces, SESSION_KEYS, SESSION_KEYS_BYTES);
    const sealNext = createSealer(nodePrimitives, keys.slice(0, 32), TO_RELAY);
    this.sealBytes = (bytes) => sealNext(bytes, randomByteString(this.random, 16));
    this.seal = (text) => this.sealBytes(Buffer.from(text).toString('latin1'));
    this.open = createOpener(nodePrimitives, keys.slice(32), TO_MEMBER);
    return writeSignal({ type: 'proof', proof: toHex(signInProof(hmac, 'device', this.id, nonces)) });
  }

  /** Signs in. Throws if that fails. */
  enter(wire: Wire): this {
    const proof = this.prove(wire.say(this.signIn())[0]!);
    if (proof === undefined) throw new Error('not the relay');
    wire.say(proof);
    return this;
  }
}
