import { CLAIM_PACKET_TYPE, claimText } from '../../wire/claim';
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
};

export type Media = {
  /** Datagrams dropped because they were no media of the relay. */
  readonly counters: { strangers: number; malformed: number };
  readonly open: (stream: MediaStream) => void;
  readonly send: (datagram: string) => void;
  readonly close: () => void;
};

/** `receive` gets every datagram of the relay; see audio/sound.ts. */
export function createMedia(receive: (datagram: string, bytes: number) => number): Media {
  const counters = { strangers: 0, malformed: 0 };
  let stream: MediaStream | undefined;
  let socket: UdpSocket | undefined;
  let relayAddress = '';
  let host = '';
  let port = 0;
  let claimTimer = 0;

  function claim(): void {
    if (stream && socket) socket.send(claimText('claim', stream), stream.port, stream.host);
  }

  function stopClaiming(): void {
    if (claimTimer) clearInterval(claimTimer);
    claimTimer = 0;
  }

  function claimEvery(everyMs: number): void {
    stopClaiming();
    claimTimer = setInterval(claim, everyMs);
  }

  /** The relay's answer also tells its address, which a host name did not. */
  function takeClaimed(message: string, address: string): void {
    if (!stream || message !== claimText('claimed', stream)) {
      counters.strangers++;
      return;
    }
    if (!relayAddress) claimEvery(REFRESH_EVERY_MS);
    relayAddress = address;
  }

  /** A datagram that is no media from where media comes. */
  function examine(message: string, from: { address: string; port: number }): void {
    if (!stream) return;
    if (from.port !== stream.port) counters.strangers++;
    else if (message.length < RTP_HEADER_BYTES || message.length > DATAGRAM_MAX_BYTES) counters.malformed++;
    else if (message.charCodeAt(1) === CLAIM_PACKET_TYPE) takeClaimed(message, from.address);
    else if (from.address !== relayAddress) counters.strangers++;
    else counters.malformed++;
  }

  /** Runs for every packet: what comes from the relay goes straight to the sound path. */
  function take(message: string, from: { address: string; port: number; size: number }): void {
    if (from.address !== relayAddress || from.port !== port || receive(message, from.size)) examine(message, from);
  }

  /** A zero-length datagram from anybody closes an Espruino socket: then there is a new one, claimed anew. */
  function openSocket(): void {
    const opened = require('dgram').createSocket('udp4');
    socket = opened;
    opened.on('message', take);
    opened.on('error', () => 0);
    opened.on('close', () => {
      if (stream && socket === opened) openSocket();
    });
    opened.bind(0);
    relayAddress = '';
    claimEvery(CLAIM_EVERY_MS);
    claim();
  }

  function close(): void {
    stream = undefined;
    relayAddress = '';
    stopClaiming();
    const closing = socket;
    socket = undefined;
    // The interpreter keeps a bound socket for ever if it is closed before its last datagram has left.
    if (closing) setTimeout(() => closing.close(), CLOSE_AFTER_MS);
  }

  function open(wanted: MediaStream): void {
    close();
    stream = wanted;
    host = wanted.host;
    port = wanted.port;
    openSocket();
  }

  function send(datagram: string): void {
    if (socket) socket.send(datagram, port, relayAddress || host);
  }

  return { counters, open, send, close };
}
