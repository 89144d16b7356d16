import type { ByteString } from './byte-string';
import type { Hmac } from './hmac';

// How device and relay prove to each other that they know the device key, and which keys they derive from it. README.md
// draws it.

/** The proof with which `who` shows that it knows the device key: 32 bytes. `nonces`: the device's 16 bytes, then the relay's. */
export function signInProof(deviceHmac: Hmac, who: 'relay' | 'device', device: string, nonces: ByteString): ByteString {
  return deviceHmac('stagebox.v1 ' + who + '\x00' + device + '\x00' + nonces);
}

// The keys of one connection are `hkdf(…, deviceKey, nonces, use, bytes)`. The first half protects what goes to the relay,
// the second half what goes to the member.

/** The use for messages: two keys of 32 bytes; see seal.ts. */
export const SESSION_KEYS = 'stagebox.v1 signalling';
export const SESSION_KEYS_BYTES = 64;
