import { openIdentity, type OpenedIdentity } from '../../../relay/identity/relay-identity';
import { nodePrimitives } from '../../../relay/node/node-primitives';
import type { Address, SignalConnection } from '../../../relay/ports/ports';
import { isRefusal } from '../../../relay/ports/refusal';
import { createMemoryStore } from '../../../relay/store/memory-store';
import { fromHex } from '../../../wire/byte-string';
import { writeClaim } from '../../../wire/claim';
import { writeSignal, type ToMember, type ToRelay } from '../../../wire/signal';
import { parseToMember } from '../../../wire/to-member';
import { DeviceEnd } from '../identity/sealed-bench';
import { SeededRandom } from './in-memory-ports';
import type { TestRelay } from './test-relay';

/** An identity in memory, with devices and their keys as 64 hex digits. */
export async function identityWith(
  ...devices: readonly string[]
): Promise<OpenedIdentity & { readonly keys: Readonly<Record<string, string>> }> {
  const opened = await openIdentity(createMemoryStore(), new SeededRandom(77), nodePrimitives);
  const keys: Record<string, string> = {};
  for (const id of devices) {
    const added = await opened.identity.devices.add(id, id, 0);
    if (isRefusal(added)) throw new Error(added.message);
    keys[id] = added.key;
  }
  return { ...opened, keys };
}

/** The network between a member and the relay: it sees every frame, and can put in its own. */
export class TappedWire implements SignalConnection {
  readonly remoteHost: string;
  readonly toRelay: string[] = [];
  readonly toMember: string[] = [];
  closedWith: { readonly code: number; readonly reason: string } | undefined;
  onMessage: (text: string) => void = () => {};
  onClose: () => void = () => {};

  constructor(test: Pick<TestRelay, 'signal'>, remoteHost: string) {
    this.remoteHost = remoteHost;
    test.signal.onConnection(this);
  }

  send(frame: string): void {
    if (!this.closedWith) this.toMember.push(frame);
  }

  close(code: number, reason: string): void {
    if (this.closedWith) return;
    this.closedWith = { code, reason };
    this.onClose();
  }

  /** Frames that the relay answers with. */
  carry(frame: string): string[] {
    const before = this.toMember.length;
    this.toRelay.push(frame);
    if (!this.closedWith) this.onMessage(frame);
    return this.toMember.slice(before);
  }
}

let sessions = 0;

/** A device that signs in with its key and seals what it says. */
export class SealedMember {
  readonly wire: TappedWire;
  readonly heard: ToMember[] = [];
  readonly end: DeviceEnd;
  readonly address: Address;
  private readonly test: Pick<TestRelay, 'media' | 'signal'>;
  private opened = 0;

  constructor(test: Pick<TestRelay, 'media' | 'signal'>, device: string, keyHex: string, host = '10.0.0.9') {
    this.test = test;
    this.wire = new TappedWire(test, host);
    // A nonce is never used twice.
    this.end = new DeviceEnd(device, fromHex(keyHex), 500 + ++sessions);
    this.address = { host, port: 50_000 + sessions };
  }

  /** False when the relay does not show that it knows the key. */
  signIn(): boolean {
    const [challenge] = this.wire.carry(this.end.signIn());
    const proof = challenge === undefined ? undefined : this.end.prove(challenge);
    if (proof === undefined) return false;
    this.wire.carry(proof);
    this.opened = this.wire.toMember.length;
    return this.wire.closedWith === undefined;
  }

  say(message: ToRelay | string): this {
    this.wire.carry(this.end.seal(typeof message === 'string' ? message : writeSignal(message)));
    return this.listen();
  }

  /** Opens what has come meanwhile. */
  listen(): this {
    for (; this.opened < this.wire.toMember.length; this.opened++) {
      const sealed = this.end.open(this.wire.toMember[this.opened]!);
      if (typeof sealed === 'string') throw new Error(`frame ${this.opened} is ${sealed}`);
      const message = parseToMember(Buffer.from(sealed.plain, 'latin1').toString('utf8'));
      if (message.type === 'rejected') throw new Error(`the relay wrote ${sealed.plain}`);
      this.heard.push(message);
    }
    return this;
  }

  /** Signs in, says hello and joins; claims its address. */
  enter(room = 'lounge'): this {
    if (!this.signIn()) throw new Error('not signed in');
    this.say({ type: 'hello', name: this.end.id }).say({ type: 'join', room, payloadTypes: [0] });
    return this.claim();
  }

  claim(from: Address = this.address): this {
    const { ssrc, token } = this.last('joined');
    this.test.media.receive(writeClaim({ kind: 'claim', ssrc, token }), from);
    return this;
  }

  last<T extends ToMember['type']>(type: T): Extract<ToMember, { type: T }> {
    const found = this.listen().heard.findLast((message) => message.type === type);
    if (!found) throw new Error(`no ${type} among ${JSON.stringify(this.heard)}`);
    return found as Extract<ToMember, { type: T }>;
  }

  get errors(): string[] {
    return this.listen().heard.flatMap((message) => (message.type === 'error' ? [message.code] : []));
  }
}
