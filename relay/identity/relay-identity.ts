import type { ByteString } from '../../wire/byte-string';
import type { Primitives } from '../../wire/primitives';
import type { Random } from '../ports/ports';
import type { Store } from '../store/store';
import { AuditLog } from './audit-log';
import { Devices, type BrokenDevice } from './devices';
import { Links } from './links';
import { OperatorKey } from './operator-key';
import { openSecrets } from './secrets';

/** By what a relay knows devices, people and its operator. */
export type RelayIdentity = {
  readonly primitives: Primitives;
  readonly devices: Devices;
  readonly links: Links;
  readonly operatorKey: OperatorKey;
  readonly audit: AuditLog;
  /** Makes the keys of devices that there are not. */
  readonly decoyKey: ByteString;
};

/** What is to be told once after the first start. */
export type OpenedIdentity = {
  readonly identity: RelayIdentity;
  /** The operator's key, if it was made just now: shown this once. */
  readonly operatorKey?: string;
  /** Records of devices that are not used, and why. */
  readonly broken: readonly BrokenDevice[];
};

/** Reads all of it from the store; what is not there yet is made. */
export async function openIdentity(store: Store, random: Random, primitives: Primitives): Promise<OpenedIdentity> {
  const { linkKey, decoyKey } = await openSecrets(store, random);
  const { devices, broken } = await Devices.open(store, random);
  const links = await Links.open(primitives, linkKey, random, store);
  const { operatorKey, shown } = await OperatorKey.open(primitives, random, store);
  const audit = await AuditLog.open(store);
  const identity = { primitives, devices, links, operatorKey, audit, decoyKey };
  return { identity, broken, ...(shown === undefined ? {} : { operatorKey: shown }) };
}
