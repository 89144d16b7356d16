import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { WebSocket } from 'ws';
import {
  encodePcmu,
  decodePcmu,
  parseClaim,
  parseRtp,
  parseSignal,
  writeClaim,
  writeRtpHeader,
  writeSignal,
} from '../../wire';
import { FRAME_MS, PCMU, RTP_HEADER_BYTES, SIGNAL_SUBPROTOCOL, type SignalMessage } from '../../wire';
import { pause } from './espruino-board';

const HOST = '127.0.0.1';
const FRAME_SAMPLES = (PCMU.rateHz * FRAME_MS) / 1000;
const CLAIM_EVERY_MS = 100;

type Joined = SignalMessage & { type: 'joined' };
type Packet = { readonly atNs: number; readonly timestamp: number; readonly payload: Uint8Array };

/** Another member of the room, played by the test: it talks to the relay as a speaker does. */
export class ScriptedMember {
  /** Everything the relay has said. */
  readonly messages: SignalMessage[] = [];
  private readonly signal: WebSocket;
  private readonly media: Socket = createSocket('udp4');
  private readonly packets: Packet[] = [];
  private joined: Joined | undefined;
  private isClaimed = false;
  private sequence = 100;
  private timestamp = 1000;

  private constructor(signal: WebSocket) {
    this.signal = signal;
    signal.on('message', (data) => {
      const message = parseSignal(String(data));
      if (message.type === 'rejected') throw new Error(`the relay sent a message that is refused: ${String(data)}`);
      if (message.type === 'joined') this.joined = message;
      if (message.type === 'ping') this.say({ type: 'pong', id: message.id });
      this.messages.push(message);
    });
    this.media.on('message', (datagram) => this.take(datagram));
  }

  /** Says hello and joins; resolves once the relay knows where its media goes. */
  static async join(signalPort: number, name: string, room: string): Promise<ScriptedMember> {
    const signal = new WebSocket(`ws://${HOST}:${signalPort}`, SIGNAL_SUBPROTOCOL);
    const member = new ScriptedMember(signal);
    await once(signal, 'open');
    member.say({ type: 'hello', name });
    member.say({ type: 'join', room, payloadTypes: [PCMU.payloadType] });
    while (!member.joined) await pause(5);
    member.media.bind(0, HOST);
    await once(member.media, 'listening');
    const { ssrc, token, mediaPort } = member.joined;
    while (!member.isClaimed) {
      member.media.send(writeClaim({ kind: 'claim', ssrc, token }), mediaPort, HOST);
      await pause(CLAIM_EVERY_MS);
    }
    return member;
  }

  /** Talks into the room at the pace of speech: 8 kHz samples. Returns the instant at which it began. */
  async talk(samples: Int16Array): Promise<bigint> {
    const { ssrc, mediaPort } = this.joined as Joined;
    const startNs = process.hrtime.bigint();
    for (let frame = 0; (frame + 1) * FRAME_SAMPLES <= samples.length; frame++) {
      const dueMs = frame * FRAME_MS - Number(process.hrtime.bigint() - startNs) / 1e6;
      if (dueMs > 0) await pause(dueMs);
      const datagram = new Uint8Array(RTP_HEADER_BYTES + FRAME_SAMPLES);
      const { payloadType } = PCMU;
      const { sequence, timestamp } = this;
      writeRtpHeader(datagram, { payloadType, marker: frame === 0, sequence, timestamp, ssrc });
      encodePcmu(samples.subarray(frame * FRAME_SAMPLES), datagram.subarray(RTP_HEADER_BYTES));
      this.media.send(datagram, mediaPort, HOST);
      this.sequence = (sequence + 1) & 0xffff;
      this.timestamp = (timestamp + FRAME_SAMPLES) >>> 0;
    }
    return startNs;
  }

  /** What came since an instant, as 8 kHz samples laid out by their RTP timestamps; it begins at that instant. */
  heardSince(sinceNs: bigint): Int16Array {
    const packets = this.packets.filter(({ atNs }) => atNs >= Number(sinceNs));
    if (packets.length === 0) return new Int16Array(0);
    const [first] = packets;
    const lead = Math.round(((first.atNs - Number(sinceNs)) * PCMU.rateHz) / 1e9);
    const placeOf = (packet: Packet): number => lead + ((packet.timestamp - first.timestamp) | 0);
    const track = new Int16Array(Math.max(...packets.map((packet) => placeOf(packet) + packet.payload.length)));
    for (const packet of packets) decodePcmu(packet.payload, track.subarray(placeOf(packet)));
    return track;
  }

  close(): void {
    this.signal.close();
    this.media.close();
  }

  private say(message: SignalMessage): void {
    this.signal.send(writeSignal(message));
  }

  private take(datagram: Uint8Array): void {
    const atNs = Number(process.hrtime.bigint());
    const claim = parseClaim(datagram);
    if (typeof claim !== 'string') {
      this.isClaimed = claim.kind === 'claimed' && claim.token === this.joined?.token;
      return;
    }
    const packet = parseRtp(datagram);
    if (typeof packet === 'string') throw new Error(`the relay sent a datagram that is refused: ${packet}`);
    this.packets.push({ atNs, timestamp: packet.timestamp, payload: Uint8Array.from(packet.payload) });
  }
}
