import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { WebSocketServer, type WebSocket } from 'ws';
import { answerTo } from '../../../relay/hosting/members';
import { answerPingsBeside } from '../../../relay/node/ping-port';
import { parseClaim, parseToRelay, SIGNAL_SUBPROTOCOL, writeClaim, writeRtpHeader, writeSignal } from '../../../wire';
import { DVI4_16K, encodeDvi4, encodePcmu, PCMU, payloadBytes, RTP_HEADER_BYTES } from '../../../wire';
import { NS_PER_MS } from '../../../host-sim/core/time-units';

const HOST = '127.0.0.1';
const SSRC = 77;
const TOKEN = '0123456789abcdef'.repeat(2);

/** A relay for a single speaker, whose clock goes as slowly as the board's. */
export class LoneRelay {
  /** Datagrams of sound that have come from the board. */
  received = 0;
  private readonly server = new WebSocketServer({ host: HOST, port: 0, handleProtocols: () => SIGNAL_SUBPROTOCOL });
  private readonly media: Socket = createSocket('udp4');
  private readonly slowness: number;
  private readonly packetMs: number;
  private payloadType = PCMU.payloadType;
  private board: RemoteInfo | undefined;
  private isTalking = false;
  private port = 0;

  constructor(slowness: number, packetMs: number) {
    this.slowness = slowness;
    this.packetMs = packetMs;
    this.server.on('connection', (signal) => signal.on('message', (data) => this.answer(signal, String(data))));
    this.media.on('message', (datagram, from) => this.take(datagram, from));
    this.media.bind(0, HOST);
  }

  async listening(): Promise<void> {
    if (this.server.address() === null) await once(this.server, 'listening');
    this.port = answerPingsBeside(this.server, HOST);
  }

  get signalPort(): number {
    return this.port;
  }

  /** Sends sound from now on: 16-bit samples at the rate that the board has chosen, over and over. */
  async talk(soundAt: (rateHz: number) => Int16Array): Promise<void> {
    const format = this.payloadType === DVI4_16K.payloadType ? DVI4_16K : PCMU;
    const frame = (format.rateHz * this.packetMs) / 1000;
    const samples = soundAt(format.rateHz);
    const state = { predicted: 0, index: 0 };
    const startNs = process.hrtime.bigint();
    this.isTalking = true;
    for (let packet = 0; this.isTalking; packet++) {
      const dueMs = packet * this.packetMs * this.slowness - Number(process.hrtime.bigint() - startNs) / NS_PER_MS;
      if (dueMs > 0) await setTimeout(dueMs);
      if (!this.isTalking) return;
      const datagram = new Uint8Array(RTP_HEADER_BYTES + payloadBytes(format, frame));
      const { payloadType } = format;
      const [sequence, timestamp] = [packet & 0xffff, packet * frame];
      writeRtpHeader(datagram, { payloadType, marker: packet === 0, sequence, timestamp, ssrc: SSRC + 1 });
      const from = (packet * frame) % (samples.length - frame);
      const payload = datagram.subarray(RTP_HEADER_BYTES);
      if (format === PCMU) encodePcmu(samples.subarray(from, from + frame), payload);
      else encodeDvi4(samples.subarray(from, from + frame), payload, state);
      if (this.board) this.media.send(datagram, this.board.port, HOST);
    }
  }

  /** Sends a message of signalling. */
  say(text: string): void {
    for (const client of this.server.clients) client.send(text);
  }

  /** Sends messages of signalling in turn, so many in all, at this distance on the board's clock; the first one after one distance. */
  async repeat(texts: readonly string[], count: number, everyMs: number): Promise<void> {
    for (let i = 0; i < count; i++) {
      await setTimeout(everyMs * this.slowness);
      this.say(texts[i % texts.length]!);
    }
  }

  /** Sends no more. */
  hush(): void {
    this.isTalking = false;
  }

  close(): void {
    this.hush();
    for (const client of this.server.clients) client.terminate();
    this.server.close();
    this.media.close();
  }

  private answer(signal: WebSocket, text: string): void {
    const message = parseToRelay(text);
    if (message.type === 'hello') {
      const { name, form = 'full' } = message;
      signal.send(writeSignal({ type: 'hello', name, member: 1, form }));
    }
    if (message.type === 'ping') signal.send(writeSignal({ type: 'pong', id: message.id }));
    if (message.type !== 'join') return;
    this.payloadType = message.payloadTypes[0]!;
    const { payloadType, packetMs } = this;
    const { port: mediaPort } = this.media.address();
    const where = { room: message.room, role: 'stage', ssrc: SSRC, token: TOKEN } as const;
    const media = { mediaPort, payloadType, packetMs, ...answerTo(message.id) };
    signal.send(writeSignal({ type: 'joined', ...where, ...media }));
  }

  private take(datagram: Buffer, from: RemoteInfo): void {
    if (typeof parseClaim(datagram) === 'string') {
      this.received++;
      return;
    }
    this.board = from;
    this.media.send(writeClaim({ kind: 'claimed', ssrc: SSRC, token: TOKEN }), from.port, HOST);
  }
}
