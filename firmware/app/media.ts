import { CLAIM_BYTES, CLAIM_PACKET_TYPE, parseClaim, writeClaim } from '../../wire/claim';
import { DATAGRAM_MAX_BYTES } from '../../wire/limits';
import { RTP_HEADER_BYTES } from '../../wire/rtp';

// The media path: one UDP socket, the claim that ties its address to this member, and the check of what comes in.

const CLAIM_EVERY_MS = 250;
/** Once claimed, this often again: it keeps routers' tables alive and follows a changed address. */
const REFRESH_EVERY_MS = 10000;
const CLOSE_AFTER_MS = 100;

export type MediaStream = {
  readonly host: string;
  readonly port: number;
  readonly ssrc: number;
  readonly token: string;
  readonly payloadType: number;
  readonly frameBytes: number;
};

export type Media = {
  /** Datagrams dropped because they were no media of the relay. */
  readonly counters: { strangers: number; malformed: number };
  readonly open: (stream: MediaStream) => void;
  readonly send: (datagram: string) => void;
  readonly close: () => void;
};

/** `onPacket` gets the payload of each RTP packet, a view that stays valid. */
export function createMedia(onPacket: (sequence: number, marker: boolean, payload: Uint8Array) => void): Media {
  const counters = { strangers: 0, malformed: 0 };
  let stream: MediaStream | undefined;
  let socket: UdpSocket | undefined;
  let relayAddress = '';
  let claimTimer: number | undefined;

  function claim(): void {
    if (!stream || !socket) return;
    const datagram = writeClaim({ kind: 'claim', ssrc: stream.ssrc, token: stream.token });
    socket.send(E.toString(datagram) as string, stream.port, stream.host);
  }

  function claimEvery(everyMs: number): void {
    if (claimTimer !== undefined) clearInterval(claimTimer);
    claimTimer = setInterval(claim, everyMs);
  }

  /** The relay's answer also tells its address, which a host name did not. */
  function takeClaimed(message: string, address: string): void {
    const answer = message.length === CLAIM_BYTES ? parseClaim(E.toUint8Array(message)) : 'not-a-claim';
    if (!stream || typeof answer === 'string' || answer.kind !== 'claimed' || answer.token !== stream.token) {
      counters.strangers++;
      return;
    }
    if (!relayAddress) claimEvery(REFRESH_EVERY_MS);
    relayAddress = address;
  }

  function take(message: string, from: { address: string; port: number }): void {
    if (!stream) return;
    if (from.port !== stream.port) {
      counters.strangers++;
      return;
    }
    if (message.length < RTP_HEADER_BYTES || message.length > DATAGRAM_MAX_BYTES) {
      counters.malformed++;
      return;
    }
    const view = new DataView(E.toArrayBuffer(message));
    const kind = view.getUint8(1);
    if (kind === CLAIM_PACKET_TYPE) {
      takeClaimed(message, from.address);
      return;
    }
    if (from.address !== relayAddress) {
      counters.strangers++;
      return;
    }
    const bytes = message.length - RTP_HEADER_BYTES;
    if (
      (kind & 0x7f) !== stream.payloadType ||
      view.getUint8(0) !== 0x80 ||
      (bytes !== stream.frameBytes && bytes !== 2 * stream.frameBytes)
    ) {
      counters.malformed++;
      return;
    }
    onPacket(view.getUint16(2), kind >= 0x80, new Uint8Array(view.buffer, RTP_HEADER_BYTES, bytes));
  }

  /** A zero-length datagram from anybody closes an Espruino socket: then there is a new one, claimed anew. */
  function openSocket(): void {
    const opened = require('dgram').createSocket('udp4');
    socket = opened;
    opened.on('message', take);
    opened.on('error', () => 0);
    opened.on('close', () => {
      if (!stream || socket !== opened) return;
      openSocket();
      relayAddress = '';
      claimEvery(CLAIM_EVERY_MS);
      claim();
    });
    opened.bind(0);
  }

  function close(): void {
    stream = undefined;
    if (claimTimer !== undefined) clearInterval(claimTimer);
    claimTimer = undefined;
    const closing = socket;
    socket = undefined;
    // The interpreter keeps a bound socket for ever if it is closed before its last datagram has left.
    if (closing) setTimeout(() => closing.close(), CLOSE_AFTER_MS);
  }

  function open(wanted: MediaStream): void {
    close();
    stream = wanted;
    relayAddress = '';
    openSocket();
    claimEvery(CLAIM_EVERY_MS);
    claim();
  }

  function send(datagram: string): void {
    if (stream && socket) socket.send(datagram, stream.port, stream.host);
  }

  return { counters, open, send, close };
}
