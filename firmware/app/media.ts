import type { ByteString } from '../../wire/byte-string';
import { CLAIM_PACKET_TYPE, claimText } from '../../wire/claim';
import { DATAGRAM_MAX_BYTES } from '../../wire/limits';
import { RTP_HEADER_BYTES } from '../../wire/rtp';
import * as standing from '../drivers/standing-calls';
import { hasAddress } from '../drivers/wifi';

// The media path: one UDP socket, the question that the relay answers (a claim, which ties the socket's address to this
// member, or a ping, which shows that the relay is there), and the check of what arrives.
//
// A send that fails is worse than none: the interpreter then sends bytes of its stack to wild addresses
// (docs/reference/hazards.md, "a failed send"). So nothing is asked without an address, and sound leaves only while the
// relay is heard.

const TICK_MS = 250;
/** Once it has been answered, the claim is repeated after this many ticks, which keeps routers' tables alive. */
const REFRESH_TICKS = 40;
/**
 * The relay is asked after so many ticks of quiet: while others speak, because a router may have given this speaker
 * another port, and while this speaker talks.
 */
const LISTENING_TICKS = 3;
const TALKING_TICKS = 4;
/** After so many ticks of talking into quiet, sound waits for an answer. */
const DOUBT_TICKS = 8;
const CLOSE_AFTER_MS = 100;

export type MediaStream = {
  /** An address, no name: the interpreter stands still while it looks a name up, at every send. */
  readonly host: string;
  readonly port: number;
  readonly ssrc: number;
  /** 16 bytes. */
  readonly token: ByteString;
};

export type Media = {
  /** Datagrams dropped because they were not from the relay, or no media. */
  readonly counters: { strangers: number; malformed: number };
  /** Asks the relay until it answers, and then calls `onAnswered`. Only after a claim's answer sound leaves. */
  readonly open: (stream: MediaStream, kind: 'claim' | 'ping', onAnswered: () => void) => void;
  readonly send: (datagram: string) => void;
  /** Whether packets should come now, because somebody speaks. */
  readonly expect: (isExpected: boolean) => unknown;
  /** Claims again. */
  readonly claim: () => void;
  readonly close: () => void;
};

/** Where a datagram came from, as the interpreter says it. */
type Origin = { readonly address: string; readonly port: number; readonly size: number };

/** A socket, and what is known of the way to the relay. */
type Way = {
  readonly counters: { strangers: number; malformed: number };
  _socket: UdpSocket | undefined;
  _host: string;
  _port: number;
  _question: string;
  _answer: string;
  _onAnswered: () => void;
  /** '' before the first answer. */
  _relayAddress: string;
  /** Whether the relay has answered, and has been heard since then while this speaker talked. */
  _isSure: boolean;
  _isHeard: boolean;
  _isTalking: boolean;
  _isExpected: boolean;
  /** Ticks since the latest question, since the relay was heard, and since this speaker began to talk. */
  _unasked: number;
  _quiet: number;
  _talked: number;
};

/**
 * What a datagram is that the sound path did not get or did not accept: the counter that counts it, or the answer to
 * the question.
 */
function classify(way: Way, message: string, from: Origin): 'answered' | 'strangers' | 'malformed' {
  if (from.port !== way._port) return 'strangers';
  if (message.length < RTP_HEADER_BYTES || message.length > DATAGRAM_MAX_BYTES) return 'malformed';
  if (message.charCodeAt(1) === CLAIM_PACKET_TYPE) return message === way._answer ? 'answered' : 'strangers';
  return from.address === way._relayAddress ? 'malformed' : 'strangers';
}

/** The relay's answer also gives the address that its media comes from. */
function examine(way: Way, message: string, from: Origin): void {
  if (!way._socket) return;
  const what = classify(way, message, from);
  if (what !== 'answered') return void way.counters[what]++;
  way._relayAddress = from.address;
  way._isHeard = way._isSure = true;
  way._onAnswered();
}

function ask(way: Way): void {
  way._unasked = 0;
  if (way._socket && hasAddress()) way._socket.send(way._question, way._port, way._host);
}

function tick(way: Way): void {
  way._unasked++;
  way._quiet = way._isHeard ? 0 : way._quiet + 1;
  way._talked = way._isTalking ? way._talked + 1 : 0;
  way._isHeard = way._isTalking = false;
  if (Math.min(way._quiet, way._talked) >= DOUBT_TICKS) way._isSure = false;
  const patience = way._talked ? TALKING_TICKS : way._isExpected ? LISTENING_TICKS : REFRESH_TICKS;
  if (!way._isSure || way._quiet >= patience || way._unasked >= REFRESH_TICKS) ask(way);
}

/**
 * A zero-length datagram closes a socket of the interpreter, whoever sent it. A new one is opened and claimed then.
 */
function openSocket(way: Way, onDatagram: (message: string, from: Origin) => void): void {
  const opened = require('dgram').createSocket('udp4');
  way._socket = opened;
  opened.on('message', onDatagram);
  opened.on('error', () => 0);
  opened.on('close', () => (way._socket === opened ? openSocket(way, onDatagram) : undefined));
  opened.bind(0);
  way._relayAddress = '';
  way._isSure = false;
  ask(way);
}

function close(way: Way): void {
  const closing = way._socket;
  way._socket = undefined;
  way._relayAddress = '';
  way._isSure = way._isExpected = false;
  standing.clearInterval(TICK_MS);
  // The interpreter keeps a bound socket for ever if it is closed before its last datagram has left.
  if (closing) setTimeout(() => closing.close(), CLOSE_AFTER_MS);
}

/** `receive` gets every datagram of the relay; see audio/sound.ts. */
export function createMedia(receive: (datagram: string, bytes: number) => number): Media {
  const way: Way = {
    counters: { strangers: 0, malformed: 0 },
    _socket: undefined,
    _host: '',
    _port: 0,
    _question: '',
    _answer: '',
    _onAnswered: () => undefined,
    _relayAddress: '',
    _isSure: false,
    _isHeard: false,
    _isTalking: false,
    _isExpected: false,
    _unasked: 0,
    _quiet: 0,
    _talked: 0,
  };

  /** Runs for every packet: a datagram of the relay goes straight to the sound path. */
  function onDatagram(message: string, from: Origin): void {
    if (from.address !== way._relayAddress || from.port !== way._port || receive(message, from.size))
      examine(way, message, from);
    else way._isHeard = true;
  }

  function open(stream: MediaStream, kind: 'claim' | 'ping', onAnswered: () => void): void {
    close(way);
    way._host = stream.host;
    way._port = stream.port;
    way._question = claimText(kind, stream.ssrc, stream.token);
    way._answer = claimText(kind === 'claim' ? 'claimed' : 'pong', stream.ssrc, stream.token);
    way._onAnswered = onAnswered;
    way._quiet = way._talked = 0;
    standing.setInterval(() => tick(way), TICK_MS);
    openSocket(way, onDatagram);
  }

  function send(datagram: string): void {
    if (!way._isSure || !way._socket) return;
    way._isTalking = true;
    way._socket.send(datagram, way._port, way._relayAddress);
  }

  return {
    counters: way.counters,
    open,
    send,
    expect: (isExpected) => (way._isExpected = isExpected),
    claim: () => ask(way),
    close: () => close(way),
  };
}
