import type { ByteString } from '../../wire/byte-string';
import type { Primitives } from '../../wire/primitives';
import type { Random } from '../ports/ports';
import type { Store } from '../store/store';
import { AuditLog } from './audit-log';
import { Devices, type BrokenDevice } from './devices';
import { Links } from './links';
import { OperatorKey } from './operator-key';
import { openSecrets } from './secrets';

/** How a relay recognises devices, people with links, and its operator. */
export type RelayIdentity = {
  readonly primitives: Primitives;
  readonly devices: Devices;
  readonly links: Links;
  readonly operatorKey: OperatorKey;
  readonly audit: AuditLog;
  /** The secret from which the keys for unknown devices are made; see sign-in.ts. */
  readonly decoyKey: ByteString;
};

/** The identity, and what the caller has to report after the start. */
export type OpenedIdentity = {
  readonly identity: RelayIdentity;
  /** The operator's key if this is the first start. It has to be shown now, because it is not stored. */
  readonly operatorKey?: string;
  /** Records of devices that are not used, and why. */
  readonly broken: readonly BrokenDevice[];
};

/** Reads the identity from the store, and makes what is missing. */
export async function openIdentity(store: Store, random: Random, primitives: Primitives): Promise<OpenedIdentity> {
  const { linkKey, decoyKey } = await openSecrets(store, random);
  const { devices, broken } = await Devices.open(store, random);
  const links = await Links.open(primitives, linkKey, random, store);
  const { operatorKey, shown } = await OperatorKey.open(primitives, random, store);
  const audit = await AuditLog.open(store);
  const identity = { primitives, devices, links, operatorKey, audit, decoyKey };
  return { identity, broken, ...(shown === undefined ? {} : { operatorKey: shown }) };
}
