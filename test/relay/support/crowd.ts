import type { SignalConnection } from '../../../relay/ports/ports';
import { writeSignal, type ToMember, type ToRelay } from '../../../wire/signal';
import type { TestRelay } from './test-relay';

/** A member of a crowd: remembers the last message of each type, and counts what others cost it. */
export class Bystander implements SignalConnection {
  readonly remoteHost: string;
  onMessage: (text: string) => void = () => {};
  onClose: () => void = () => {};
  isClosed = false;
  /** Messages that came while it said nothing itself; without pongs. */
  newsCount = 0;
  newsAtMs = -Infinity;
  shortestMs = Infinity;
  longestBytes = 0;
  private readonly test: TestRelay;
  private readonly latest = new Map<string, string>();
  private isSpeaking = false;

  constructor(test: TestRelay, remoteHost: string) {
    this.test = test;
    this.remoteHost = remoteHost;
    test.signal.onConnection(this);
  }

  send(text: string): void {
    const type = text.slice(9, text.indexOf('"', 9));
    if (type === 'pong') return;
    this.latest.set(type, text);
    if (this.isSpeaking) return;
    const nowMs = this.test.clock.nowMs();
    this.newsCount++;
    this.shortestMs = Math.min(this.shortestMs, nowMs - this.newsAtMs);
    this.longestBytes = Math.max(this.longestBytes, Buffer.byteLength(text));
    this.newsAtMs = nowMs;
  }

  close(): void {
    this.isClosed = true;
    this.onClose();
  }

  say(message: ToRelay): this {
    this.isSpeaking = true;
    this.onMessage(writeSignal(message));
    this.isSpeaking = false;
    return this;
  }

  join(room: string): this {
    return this.say({ type: 'hello', name: 'one of many' }).say({ type: 'join', room, payloadTypes: [0] });
  }

  last<T extends ToMember['type']>(type: T): Extract<ToMember, { type: T }> | undefined {
    const text = this.latest.get(type);
    return text === undefined ? undefined : (JSON.parse(text) as Extract<ToMember, { type: T }>);
  }

  get id(): number {
    return this.last('hello')?.member ?? 0;
  }
}

/** So many members, each with an address of its own, in a room. */
export function crowd(test: TestRelay, count: number, room = 'lounge', net = 1): Bystander[] {
  return Array.from({ length: count }, (_, i) => new Bystander(test, `10.${net}.${i >> 8}.${i & 0xff}`).join(room));
}
