import { fromHex, toHex, type ByteString } from '../../wire/byte-string';
import { isSame } from '../../wire/constant-time';
import { hkdf } from '../../wire/hkdf';
import { hmacWith, type Hmac } from '../../wire/hmac';
import type { Primitives } from '../../wire/primitives';
import type { ToMember, ToRelay } from '../../wire/signal';
import { SESSION_KEYS, SESSION_KEYS_BYTES, signInProof } from '../../wire/sign-in';

// The relay's side of a sign-in, one attempt a connection:
//
//   new ──sign-in──▶ challenged ──right proof──▶ sealed
//    └──────────────────┴──────anything else──▶ refused
//
// A device that is unknown or revoked is challenged like any other, with a key that is made of a secret and its id, and its
// proof is looked at like any other's; so what a stranger sees and how long it takes tells nothing about which devices there are.

/** What is known of a device. */
export type KnownDevice = {
  /** 32 bytes. */ readonly key: ByteString;
  /** The key that it had before, as long as it is good too. */ readonly oldKey?: ByteString | undefined;
  readonly isRevoked: boolean;
};

/** What the sign-in ports. */
export type SignInPorts = {
  readonly primitives: Primitives;
  /** The device with this id, if there is one. */
  readonly find: (device: string) => KnownDevice | undefined;
  /** HMAC under a secret of the relay that never changes: the keys of devices that there are not. */
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
      /** With which key, for whoever replaces keys. */ readonly key: ByteString;
      /** 32 bytes towards the relay, then 32 towards the member. */ readonly sessionKeys: ByteString;
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
 * The key to challenge with. The relay cannot know which key a device has whose key is being replaced: it takes either as
 * its own nonce falls, and a device that cannot check the proof comes again.
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
  // Revoked in between is revoked.
  const known = ports.find(device);
  if (!isRight || !state.isGood || !known || known.isRevoked) return endRefused(device);
  const sessionKeys = hkdf(primitives, key, nonces, SESSION_KEYS, SESSION_KEYS_BYTES);
  return { state: { kind: 'sealed', device, key, sessionKeys } };
}

/** What comes of a message before the sign-in is done. `ownNonce`: 16 bytes that nobody can guess, new for every sign-in. */
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
