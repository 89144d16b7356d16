import { CLAIM_PACKET_TYPE, claimText } from '../../wire/claim';
import { DATAGRAM_MAX_BYTES } from '../../wire/limits';
import { RTP_HEADER_BYTES } from '../../wire/rtp';

// The media path: one UDP socket, the claim that ties its address to this member, and the check of what arrives.

const CLAIM_EVERY_MS = 250;
/**
 * Once it has been answered, the claim is repeated this often, which keeps routers' tables alive and follows a changed
 * address.
 */
const REFRESH_EVERY_MS = 10000;
const CLOSE_AFTER_MS = 100;

export type MediaStream = {
  readonly host: string;
  readonly port: number;
  readonly ssrc: number;
  readonly token: string;
};

export type Media = {
  /** Datagrams dropped because they were not from the relay, or no media. */
  readonly counters: { strangers: number; malformed: number };
  readonly open: (stream: MediaStream) => void;
  readonly send: (datagram: string) => void;
  readonly close: () => void;
};

/** Where a datagram came from, as the interpreter says it. */
type Origin = { readonly address: string; readonly port: number };

/**
 * What a datagram is that the sound path did not get or did not accept: the counter that counts it, or the answer to a
 * claim.
 */
function classify(
  stream: MediaStream,
  message: string,
  from: Origin,
  relayAddress: string,
): 'claimed' | 'strangers' | 'malformed' {
  if (from.port !== stream.port) return 'strangers';
  if (message.length < RTP_HEADER_BYTES || message.length > DATAGRAM_MAX_BYTES) return 'malformed';
  if (message.charCodeAt(1) === CLAIM_PACKET_TYPE)
    return message === claimText('claimed', stream) ? 'claimed' : 'strangers';
  return from.address === relayAddress ? 'malformed' : 'strangers';
}

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

  /** 0 stops the claims. */
  function claimEvery(everyMs: number): void {
    if (claimTimer) clearInterval(claimTimer);
    claimTimer = everyMs && setInterval(claim, everyMs);
  }

  /** The relay's answer to a claim also gives its address, which a host name did not. */
  function examine(message: string, from: Origin): void {
    if (!stream) return;
    const what = classify(stream, message, from, relayAddress);
    if (what !== 'claimed') return void counters[what]++;
    if (!relayAddress) claimEvery(REFRESH_EVERY_MS);
    relayAddress = from.address;
  }

  /** Runs for every packet: a datagram of the relay goes straight to the sound path. */
  function onDatagram(message: string, from: { address: string; port: number; size: number }): void {
    if (from.address !== relayAddress || from.port !== port || receive(message, from.size)) examine(message, from);
  }

  /**
   * A zero-length datagram closes a socket of the interpreter, whoever sent it. A new one is opened and claimed then.
   */
  function openSocket(): void {
    const opened = require('dgram').createSocket('udp4');
    socket = opened;
    opened.on('message', onDatagram);
    opened.on('error', () => 0);
    opened.on('close', () => (stream && socket === opened ? openSocket() : undefined));
    opened.bind(0);
    relayAddress = '';
    claimEvery(CLAIM_EVERY_MS);
    claim();
  }

  function close(): void {
    stream = undefined;
    relayAddress = '';
    claimEvery(0);
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
