import type { RelayConfig } from '../../../relay/config';
import type { Address } from '../../../relay/ports/ports';
import { createRelay, type Relay, type RelayOptions } from '../../../relay/relay';
import { parseClaim, writeClaim } from '../../../wire/claim';
import { encodePcmu } from '../../../wire/pcmu';
import { parseRtp, writeRtpHeader, type Rtp } from '../../../wire/rtp';
import { FakeClock } from './fake-clock';
import { InMemoryMedia, InMemorySignal, RecordingLog, SeededRandom, type InMemoryConnection } from './in-memory-ports';

export type Heard = Rtp & { readonly atMs: number };

export type TestRelay = {
  readonly clock: FakeClock;
  readonly media: InMemoryMedia;
  readonly signal: InMemorySignal;
  readonly log: RecordingLog;
  readonly relay: Relay;
  /** Says hello and joins; claims an address unless told not to. */
  join(name: string, options?: JoinOptions): TestMember;
};

export type JoinOptions = {
  readonly room?: string;
  readonly payloadTypes?: readonly number[];
  readonly packetMs?: number;
  readonly claims?: boolean;
};

/** What a relay in memory may have beside its ports. */
type TestParts = Partial<Pick<RelayOptions, 'wallClock' | 'identity' | 'memory' | 'audit' | 'invitations'>>;

/** A relay in memory on a clock of its own. */
export function createTestRelay(config: Partial<RelayConfig> = {}, parts: TestParts = {}): TestRelay {
  const clock = new FakeClock();
  const media = new InMemoryMedia(clock);
  const signal = new InMemorySignal();
  const log = new RecordingLog();
  const relay = createRelay({ clock, media, signal, log, random: new SeededRandom(1), config, ...parts });
  let ports = 40000;
  return {
    clock,
    media,
    signal,
    log,
    relay,
    join(name, options = {}) {
      const address = { host: '10.0.0.9', port: ports++ };
      const member = new TestMember(media, signal.connect(), address);
      member.connection.say({ type: 'hello', name });
      member.join(options);
      if (options.claims !== false) member.claim();
      return member;
    },
  };
}

/** Who the relay takes a member for. */
export function personOf({ log }: TestRelay, { id }: TestMember): string {
  const hello = log.lines.find(({ event, fields }) => event === 'member-hello' && fields.member === id);
  return String(hello?.fields.person);
}

/** What a device does, without its timing. */
export class TestMember {
  readonly connection: InMemoryConnection;
  address: Address;
  sequence = 100;
  timestamp = 5000;
  private readonly media: InMemoryMedia;

  constructor(media: InMemoryMedia, connection: InMemoryConnection, address: Address) {
    this.media = media;
    this.connection = connection;
    this.address = address;
  }

  get id(): number {
    return this.connection.last('hello').member;
  }

  get seat(): ReturnType<InMemoryConnection['last']> & { type: 'joined' } {
    return this.connection.last('joined');
  }

  join({ room = 'lounge', payloadTypes = [0], packetMs }: JoinOptions): void {
    this.connection.say({ type: 'join', room, payloadTypes, ...(packetMs === undefined ? {} : { packetMs }) });
  }

  claim(from: Address = this.address): void {
    this.media.receive(writeClaim({ kind: 'claim', ssrc: this.seat.ssrc, token: this.seat.token }), from);
  }

  /** Sends one packet and counts on. */
  send(payload: Uint8Array, { marker = false, samples = payload.length } = {}): void {
    this.media.receive(this.packet(payload, marker), this.address);
    this.skip(samples);
  }

  /** A packet that is lost on its way. */
  skip(samples = 160): void {
    this.sequence = (this.sequence + 1) & 0xffff;
    this.timestamp = (this.timestamp + samples) >>> 0;
  }

  packet(payload: Uint8Array, marker = false): Uint8Array {
    const datagram = new Uint8Array(12 + payload.length);
    const { sequence, timestamp } = this;
    writeRtpHeader(datagram, { payloadType: this.seat.payloadType, marker, sequence, timestamp, ssrc: this.seat.ssrc });
    datagram.set(payload, 12);
    return datagram;
  }

  /** RTP packets that reached this member. */
  get heard(): Heard[] {
    return this.media.sentTo(this.address).flatMap(({ atMs, datagram }) => {
      const rtp = parseRtp(datagram);
      return typeof rtp === 'string' ? [] : [{ ...rtp, atMs }];
    });
  }

  /** `claimed` answers that reached this member. */
  get claimedCount(): number {
    return this.media.sentTo(this.address).filter(({ datagram }) => typeof parseClaim(datagram) !== 'string').length;
  }
}

/** 20 ms of a loud tone in PCMU; `variant` makes its bytes different from others. */
export function tone(variant = 0, amplitude = 8000): Uint8Array {
  const pcm = Int16Array.from({ length: 160 }, (_, i) => amplitude * Math.sin((i * (7 + variant)) / 11));
  const payload = new Uint8Array(160);
  encodePcmu(pcm, payload);
  return payload;
}
