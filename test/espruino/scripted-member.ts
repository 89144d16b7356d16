import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { WebSocket } from 'ws';
import * as wire from '../../wire';
import {
  FRAME_MS,
  RTP_HEADER_BYTES,
  SIGNAL_SUBPROTOCOL,
  type PayloadFormat,
  type ToMember,
  type ToRelay,
} from '../../wire';
import { pause, slowNowNs } from './slow-time';
import { NS_PER_MS, NS_PER_SECOND } from '../../host-sim/core/time-units';

const HOST = '127.0.0.1';
const CLAIM_EVERY_MS = 100;

type Joined = ToMember & { type: 'joined' };
type Packet = { readonly atNs: number; readonly timestamp: number; readonly payload: Uint8Array };

/** Another member of the room, played by the test: it talks to the relay as a speaker does. */
export class ScriptedMember {
  /** Everything the relay has said. */
  readonly messages: ToMember[] = [];
  private readonly signal: WebSocket;
  private readonly format: PayloadFormat;
  private readonly coder = { predicted: 0, index: 0 };
  private readonly media: Socket = createSocket('udp4');
  private readonly packets: Packet[] = [];
  private joined: Joined | undefined;
  private isClaimed = false;
  private sequence = 100;
  private timestamp = 1000;

  private constructor(signal: WebSocket, format: PayloadFormat) {
    this.signal = signal;
    this.format = format;
    signal.on('message', (data) => {
      const message = wire.parseToMember(String(data));
      if (message.type === 'rejected') throw new Error(`the relay sent a message that is refused: ${String(data)}`);
      if (message.type === 'joined') this.joined = message;
      if (message.type === 'ping') this.say({ type: 'pong', id: message.id });
      this.messages.push(message);
    });
    this.media.on('message', (datagram) => this.take(datagram));
  }

  /** Says hello and joins; resolves once the relay knows where its media goes. */
  static async join(signalPort: number, name: string, room: string, format: PayloadFormat): Promise<ScriptedMember> {
    const signal = new WebSocket(`ws://${HOST}:${signalPort}`, SIGNAL_SUBPROTOCOL);
    const member = new ScriptedMember(signal, format);
    await once(signal, 'open');
    member.say({ type: 'hello', name });
    member.say({ type: 'join', room, payloadTypes: [format.payloadType] });
    while (!member.joined) await pause(5);
    member.media.bind(0, HOST);
    await once(member.media, 'listening');
    const { ssrc, token, mediaPort } = member.joined;
    while (!member.isClaimed) {
      member.media.send(wire.writeClaim({ kind: 'claim', ssrc, token }), mediaPort, HOST);
      await pause(CLAIM_EVERY_MS);
    }
    return member;
  }

  /** Talks into the room at the pace of speech: samples at the rate of its format. Returns the instant at which it began. */
  async talk(samples: Int16Array): Promise<number> {
    const { ssrc, mediaPort } = this.joined as Joined;
    const { payloadType } = this.format;
    const frameSamples = (this.format.rateHz * FRAME_MS) / 1000;
    const startNs = slowNowNs();
    for (let frame = 0; (frame + 1) * frameSamples <= samples.length; frame++) {
      const dueMs = frame * FRAME_MS - (slowNowNs() - startNs) / NS_PER_MS;
      if (dueMs > 0) await pause(dueMs);
      const datagram = new Uint8Array(RTP_HEADER_BYTES + wire.payloadBytes(this.format, frameSamples));
      const { sequence, timestamp } = this;
      wire.writeRtpHeader(datagram, { payloadType, marker: frame === 0, sequence, timestamp, ssrc });
      this.encode(samples.subarray(frame * frameSamples, (frame + 1) * frameSamples), datagram);
      this.media.send(datagram, mediaPort, HOST);
      this.sequence = (sequence + 1) & 0xffff;
      this.timestamp = (timestamp + frameSamples) >>> 0;
    }
    return startNs;
  }

  /** What came since an instant, as samples laid out by their RTP timestamps; it begins at that instant. */
  heardSince(sinceNs: number): Int16Array {
    const { format } = this;
    const packets = this.packets.filter(({ atNs }) => atNs >= sinceNs);
    if (packets.length === 0) return new Int16Array(0);
    const [first] = packets;
    const lead = Math.round(((first!.atNs - sinceNs) * format.rateHz) / NS_PER_SECOND);
    const placeOf = (packet: Packet): number => lead + ((packet.timestamp - first!.timestamp) | 0);
    const samplesOf = ({ payload }: Packet): number => wire.payloadSamples(format, payload.length);
    const track = new Int16Array(Math.max(...packets.map((packet) => placeOf(packet) + samplesOf(packet))));
    const decode = format === wire.PCMU ? wire.decodePcmu : wire.decodeDvi4;
    for (const packet of packets) decode(packet.payload, track.subarray(placeOf(packet)));
    return track;
  }

  close(): void {
    this.signal.close();
    this.media.close();
  }

  private encode(samples: Int16Array, datagram: Uint8Array): void {
    const payload = datagram.subarray(RTP_HEADER_BYTES);
    if (this.format === wire.PCMU) wire.encodePcmu(samples, payload);
    else wire.encodeDvi4(samples, payload, this.coder);
  }

  private say(message: ToRelay): void {
    this.signal.send(wire.writeSignal(message));
  }

  private take(datagram: Uint8Array): void {
    const atNs = slowNowNs();
    const claim = wire.parseClaim(datagram);
    if (typeof claim !== 'string') {
      this.isClaimed = claim.kind === 'claimed' && claim.token === this.joined?.token;
      return;
    }
    const packet = wire.parseRtp(datagram);
    if (typeof packet === 'string') throw new Error(`the relay sent a datagram that is refused: ${packet}`);
    this.packets.push({ atNs, timestamp: packet.timestamp, payload: Uint8Array.from(packet.payload) });
  }
}
