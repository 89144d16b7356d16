import type { ByteString } from './byte-string';
import type { Hmac } from './hmac';

// How device and relay show each other that they know the device key, and which keys they make of it. README.md draws it.

/** What `who` says to show that it knows the device key: 32 bytes. `nonces`: the device's 16 bytes, then the relay's. */
export function signInProof(deviceHmac: Hmac, who: 'relay' | 'device', device: string, nonces: ByteString): ByteString {
  return deviceHmac('stagebox.v1 ' + who + '\x00' + device + '\x00' + nonces);
}

// Keys of one connection are `hkdf(…, deviceKey, nonces, use, bytes)`: half of them towards the relay, then half towards the
// member.

/** For the messages: 32 bytes each, see seal.ts. */
export const SESSION_KEYS = 'stagebox.v1 signalling';
export const SESSION_KEYS_BYTES = 64;
