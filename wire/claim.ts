import { byteString, fromHex, wordBytes, type ByteString } from './byte-string';
import { TOKEN_BYTES } from './limits';

// The media claim: an RTCP APP packet (RFC 3550, section 6.7) with which a member shows the address that its media comes
// from. The relay answers with subtype 1, from the address that media has to be sent to. Subtypes 4 and 5 are a ping and
// its answer.
//
//  0                   1                   2                   3
// |V=2|P| subtype |   PT=APP=204  |          length = 6           |
// |                             SSRC                              |
// |                         name "STGB"                           |
// |                      token, 16 bytes …                        |

export const CLAIM_BYTES = 12 + TOKEN_BYTES;
export const CLAIM_PACKET_TYPE = 204;

/**
 * A member sends `claim`, and the relay answers `claimed`. Anybody may send a `ping` with any SSRC and token; the relay
 * sends these back as `pong`, so that a member knows that a relay is there before it connects.
 */
export type ClaimKind = 'claim' | 'claimed' | 'ping' | 'pong';

const SUBTYPES: Readonly<Record<ClaimKind, number>> = { claim: 0, claimed: 1, ping: 4, pong: 5 };
/** By their subtype. */
const KINDS: readonly (ClaimKind | undefined)[] = ['claim', 'claimed', undefined, undefined, 'ping', 'pong'];

export type Claim = {
  readonly kind: ClaimKind;
  readonly ssrc: number;
  /** 16 bytes as 32 lower-case hex digits. */ readonly token: string;
};

/** Why a datagram is not a claim. */
type ClaimRejection = 'not-a-claim' | 'wrong-length' | 'unknown-subtype';

const NAME = 0x53544742;
const LENGTH_WORDS = CLAIM_BYTES / 4 - 1;

/** The claim of a stream, or the relay's answer to it, as a string of 28 bytes. `token` has 16 bytes. */
export function claimText(kind: ClaimKind, ssrc: number, token: ByteString): ByteString {
  return byteString(0x80 + SUBTYPES[kind], CLAIM_PACKET_TYPE, 0, LENGTH_WORDS) + wordBytes(ssrc) + 'STGB' + token;
}

/** The claim as a new datagram of 28 bytes. */
export function writeClaim(claim: Claim): Uint8Array {
  const text = claimText(claim.kind, claim.ssrc, fromHex(claim.token));
  const datagram = new Uint8Array(CLAIM_BYTES);
  for (let i = 0; i < CLAIM_BYTES; i++) datagram[i] = text.charCodeAt(i);
  return datagram;
}

/** Reads a datagram as a claim. Total: any bytes give a claim or the reason why they are not one. */
export function parseClaim(datagram: Uint8Array): Claim | ClaimRejection {
  if (datagram.length < 12 || datagram[1] !== CLAIM_PACKET_TYPE || (datagram[0]! & 0xe0) !== 0x80) return 'not-a-claim';
  const view = new DataView(datagram.buffer, datagram.byteOffset, datagram.length);
  if (view.getUint32(8) !== NAME) return 'not-a-claim';
  if (datagram.length !== CLAIM_BYTES || view.getUint16(2) !== LENGTH_WORDS) return 'wrong-length';
  const subtype = datagram[0]! & 0x1f;
  const kind = KINDS[subtype];
  if (!kind) return 'unknown-subtype';
  let token = '';
  for (let i = 12; i < CLAIM_BYTES; i++) token += (datagram[i]! < 16 ? '0' : '') + datagram[i]!.toString(16);
  return { kind: kind, ssrc: view.getUint32(4), token: token };
}

/**
 * The relay's answer to a ping; undefined for anything else. It is as long as the ping, so that nobody can use it to send
 * others more than they send themselves.
 */
export function pongFor(ping: Claim | ClaimRejection): Uint8Array | undefined {
  if (typeof ping === 'string' || ping.kind !== 'ping') return undefined;
  return writeClaim({ kind: 'pong', ssrc: ping.ssrc, token: ping.token });
}
