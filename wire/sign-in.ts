import type { ByteString } from './byte-string';
import { hkdf } from './hkdf';
import { hmac, type HmacKey } from './hmac';
import type { Sha256 } from './primitives';

// How device and relay show each other that they know the device key, and which keys they make of it. README.md draws it.

/** What both have said when the proofs are due. A nonce is 16 bytes that nobody can guess. */
export type SignInTranscript = {
  readonly device: string;
  readonly deviceNonce: ByteString;
  readonly relayNonce: ByteString;
};

/** The keys of one connection, 32 bytes each. */
export type SessionKeys = { readonly toRelay: ByteString; readonly toMember: ByteString };

/** Media keys of SRTP (RFC 3711), each a master key of 16 bytes and a master salt of 14. */
export type MediaKeys = { readonly toRelay: ByteString; readonly toMember: ByteString };

/** What `who` says to show that it knows the device key: 32 bytes. */
export function signInProof(
  sha256: Sha256,
  deviceKey: HmacKey,
  who: 'relay' | 'device',
  said: SignInTranscript,
): ByteString {
  const text = 'stagebox.v1 ' + who + '\x00' + said.device + '\x00' + said.deviceNonce + said.relayNonce;
  return hmac(sha256, deviceKey, text);
}

function keysFor(use: string, bytes: number, sha256: Sha256, deviceKey: ByteString, said: SignInTranscript) {
  const keys = hkdf(sha256, deviceKey, said.deviceNonce + said.relayNonce, 'stagebox.v1 ' + use, 2 * bytes);
  return { toRelay: keys.substr(0, bytes), toMember: keys.substr(bytes) };
}

/** The keys that seal the messages of this connection. */
export function sessionKeys(sha256: Sha256, deviceKey: ByteString, said: SignInTranscript): SessionKeys {
  return keysFor('signalling', 32, sha256, deviceKey, said);
}

/** The keys that protect the media of this connection. */
export function mediaKeys(sha256: Sha256, deviceKey: ByteString, said: SignInTranscript): MediaKeys {
  return keysFor('media', 30, sha256, deviceKey, said);
}
