import * as v from 'valibot';
import { fromHex } from '../../wire/byte-string';
import { isKeyHex, isRoomId } from '../../wire/signal';
import { refuse, type Refusal } from '../ports/refusal';
import { DAY_MS } from '../ports/time-units';
import { NEW_NAME, displayName, exactly, isNewName, keyHex, roomId, together, type FieldsOf } from '../records/fields';
import { readRecord } from '../records/read-as';
import type { KnownDevice } from './sign-in';

// A device as the relay stores it, and what can happen to it. The key itself is stored, because its hash is not enough to make
// an HMAC.

/** How long a replaced key stays valid, for a device that does not have the new one yet. */
export const OLD_KEY_FOR_MS = DAY_MS;

export type DeviceRecord = {
  /** 1–40 lower-case letters, digits and hyphens. */
  readonly id: string;
  /** What people call it. */
  readonly name: string;
  /** 32 bytes as lower-case hex digits. */
  readonly key: string;
  readonly createdAtMs: number;
  /** The key before. It is valid until `oldKeyUntilMs`, or until the first sign-in with `key`. */
  readonly oldKey?: string;
  readonly oldKeyUntilMs?: number;
  readonly revokedAtMs?: number;
};

/** Every reason for which a change of a device is refused. */
export type DeviceErrorCode =
  'bad-device' | 'bad-name' | 'bad-key' | 'no-such-device' | 'device-exists' | 'revoked' | 'too-many-devices';

export const BAD_DEVICE = refuse('bad-device', 'id has to be 1 to 40 small letters, digits and hyphens.');
export const NO_SUCH_DEVICE = refuse('no-such-device', 'There is no such device.');
const BAD_NAME = refuse('bad-name', `name ${NEW_NAME}.`);
const BAD_KEY = refuse('bad-key', 'The key could not be made.');
const REVOKED = refuse('revoked', 'This device has been revoked for ever: add another.');

/** Makes a new device. */
export function createDevice(
  id: string,
  name: string,
  key: string,
  nowMs: number,
): DeviceRecord | Refusal<DeviceErrorCode> {
  if (!isRoomId(id)) return BAD_DEVICE;
  if (!isNewName(name)) return BAD_NAME;
  return isKeyHex(key) ? { id, name, key, createdAtMs: nowMs } : BAD_KEY;
}

function withoutOldKey({ id, name, key, createdAtMs, revokedAtMs }: DeviceRecord): DeviceRecord {
  return { id, name, key, createdAtMs, ...(revokedAtMs === undefined ? {} : { revokedAtMs }) };
}

/** The key before, if it is still valid. */
function oldKeyAt(device: DeviceRecord, nowMs: number): string | undefined {
  return nowMs < (device.oldKeyUntilMs ?? -Infinity) ? device.oldKey : undefined;
}

/**
 * Gives the device a new key, which is valid at once. The key that the device has stays valid as the old key. A key with which
 * the device has never signed in is forgotten.
 */
export function replaceKey(device: DeviceRecord, key: string, nowMs: number): DeviceRecord | Refusal<DeviceErrorCode> {
  if (!isKeyHex(key)) return BAD_KEY;
  if (device.revokedAtMs !== undefined) return REVOKED;
  const oldKey = oldKeyAt(device, nowMs) ?? device.key;
  return { ...withoutOldKey(device), key, oldKey, oldKeyUntilMs: nowMs + OLD_KEY_FOR_MS };
}

/** The device after a sign-in with `key`. After a sign-in with the new key, the old one is no longer valid. */
export function signedInWith(device: DeviceRecord, key: string): DeviceRecord {
  return key === device.key && device.oldKey !== undefined ? withoutOldKey(device) : device;
}

/** Revokes the device for ever. No other device gets its id. */
export function revoke(device: DeviceRecord, nowMs: number): DeviceRecord {
  return device.revokedAtMs === undefined ? { ...withoutOldKey(device), revokedAtMs: nowMs } : device;
}

/** What a sign-in needs to know of the device. */
export function knownDevice(device: DeviceRecord, nowMs: number): KnownDevice {
  const oldKey = oldKeyAt(device, nowMs);
  return {
    key: fromHex(device.key),
    oldKey: oldKey === undefined ? undefined : fromHex(oldKey),
    isRevoked: device.revokedAtMs !== undefined,
  };
}

const time = v.number('has to be a time in epoch milliseconds');

const record = v.pipe(
  exactly({
    id: roomId,
    name: displayName,
    key: keyHex,
    createdAtMs: time,
    oldKey: v.exactOptional(keyHex),
    oldKeyUntilMs: v.exactOptional(time),
    revokedAtMs: v.exactOptional(time),
  } satisfies FieldsOf<DeviceRecord>),
  together(
    'oldKeyUntilMs',
    ({ oldKey, oldKeyUntilMs }) => (oldKey === undefined) === (oldKeyUntilMs === undefined),
    'has to be there if, and only if, oldKey is',
  ),
);

/** The device that was stored, or which field of the record is bad. */
export function readDevice(value: unknown): DeviceRecord | Refusal<'bad-record'> {
  return readRecord(record, value);
}
