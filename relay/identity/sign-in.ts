import { fromHex, toHex, type ByteString } from '../../wire/byte-string';
import { isSame } from '../../wire/constant-time';
import { hkdf } from '../../wire/hkdf';
import { hmacWith, type Hmac } from '../../wire/hmac';
import type { Primitives } from '../../wire/primitives';
import type { ToMember, ToRelay } from '../../wire/signal';
import { SESSION_KEYS, SESSION_KEYS_BYTES, signInProof } from '../../wire/sign-in';

// The relay's side of a sign-in. A connection has one attempt:
//
//   new ──sign-in──▶ challenged ──right proof──▶ sealed
//    └──────────────────┴──────anything else──▶ refused
//
// An unknown or revoked device is challenged like any other, with a key that is made from a secret and its id, and its proof
// is checked like any other proof. So neither the answers nor their time tell a stranger which devices exist.

/** What is known of a device. */
export type KnownDevice = {
  /** 32 bytes. */ readonly key: ByteString;
  /** The key before, while it is still valid. */ readonly oldKey?: ByteString | undefined;
  readonly isRevoked: boolean;
};

/** What a sign-in works with. */
export type SignInPorts = {
  readonly primitives: Primitives;
  /** Finds the device with this id. */
  readonly find: (device: string) => KnownDevice | undefined;
  /** Makes the key for an unknown device: an HMAC with a secret that never changes. */
  readonly decoyHmac: Hmac;
};

export type SignInState =
  | { readonly kind: 'new' }
  | {
      readonly kind: 'challenged';
      readonly device: string;
      readonly nonces: ByteString;
      readonly key: ByteString;
      readonly isGood: boolean;
    }
  | {
      readonly kind: 'sealed';
      readonly device: string;
      /** The key that the device has used: the new one or the old one. */ readonly key: ByteString;
      /** 32 bytes for messages to the relay, then 32 for messages to the member. */ readonly sessionKeys: ByteString;
    }
  | { readonly kind: 'refused'; readonly device?: string };

type SignInStep = { readonly state: SignInState; readonly answer?: ToMember };

export const NOT_SIGNED_IN: SignInState = { kind: 'new' };

/** The end of an attempt that is refused. */
function endRefused(device?: string): SignInStep {
  return {
    state: device === undefined ? { kind: 'refused' } : { kind: 'refused', device },
    answer: { type: 'error', code: 'sign-in-refused' },
  };
}

/**
 * The key for the challenge. While a key is being replaced, the relay does not know which one the device has. It chooses by a
 * bit of its own nonce, and a device that has the other key tries again.
 */
function keyFor(known: KnownDevice | undefined, decoy: ByteString, relayNonce: ByteString): ByteString {
  if (!known || known.isRevoked) return decoy;
  return known.oldKey !== undefined && relayNonce.charCodeAt(0) & 1 ? known.oldKey : known.key;
}

function challenge(ports: SignInPorts, { device, nonce }: ToRelay & { type: 'sign-in' }, own: ByteString): SignInStep {
  const decoy = ports.decoyHmac(device);
  const known = ports.find(device);
  const key = keyFor(known, decoy, own);
  const nonces = fromHex(nonce) + own;
  const proof = signInProof(hmacWith(ports.primitives, key), 'relay', device, nonces);
  return {
    state: { kind: 'challenged', device, nonces, key, isGood: known !== undefined && !known.isRevoked },
    answer: { type: 'challenge', nonce: toHex(own), proof: toHex(proof) },
  };
}

function judge(ports: SignInPorts, state: SignInState & { kind: 'challenged' }, proof: string): SignInStep {
  const { device, nonces, key } = state;
  const { primitives } = ports;
  const wanted = signInProof(hmacWith(primitives, key), 'device', device, nonces);
  const isRight = isSame(primitives.hashOf, key, wanted, fromHex(proof));
  // The device may have been revoked since the challenge.
  const known = ports.find(device);
  if (!isRight || !state.isGood || !known || known.isRevoked) return endRefused(device);
  const sessionKeys = hkdf(primitives, key, nonces, SESSION_KEYS, SESSION_KEYS_BYTES);
  return { state: { kind: 'sealed', device, key, sessionKeys } };
}

/** The next step of a sign-in. `ownNonce` has 16 random bytes, new for every sign-in. */
export function nextSignIn(
  ports: SignInPorts,
  state: SignInState,
  message: { readonly type: string } | ToRelay,
  ownNonce: ByteString,
): SignInStep {
  const said = message as ToRelay;
  if (state.kind === 'new' && said.type === 'sign-in') return challenge(ports, said, ownNonce);
  if (state.kind === 'challenged' && said.type === 'proof') return judge(ports, state, said.proof);
  return endRefused(state.kind === 'challenged' ? state.device : undefined);
}
