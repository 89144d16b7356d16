import { toHex } from '../../wire/byte-string';
import type { Random } from '../ports/ports';
import { isRefusal, refuse, type Refusal } from '../ports/refusal';
import type { Store } from '../store/store';
import { randomByteString } from './bytes';
import * as record from './device-record';
import type { DeviceErrorCode, DeviceRecord } from './device-record';
import type { KnownDevice } from './sign-in';

const PREFIX = 'device/';
const KEY_BYTES = 32;
/** The most devices that a relay stores, with the revoked ones, unless a limit is given. */
const DEVICES_MAX = 20_000;

const DEVICE_EXISTS = refuse('device-exists', 'There is a device with this id already, or there was one.');
const TOO_MANY_DEVICES = refuse('too-many-devices', 'There are too many devices already.');

/** A stored record that is not used, and why. */
export type BrokenDevice = { readonly key: string; readonly message: string };

/** A device without its keys. */
type DeviceView = Omit<DeviceRecord, 'key' | 'oldKey'>;

/** All devices of the relay, in memory and in the store. Changes run one after the other. */
export class Devices {
  private readonly store: Pick<Store, 'commit'>;
  private readonly random: Random;
  private readonly most: number;
  private readonly records: Map<string, DeviceRecord>;
  private lastChange: Promise<unknown> = Promise.resolve();

  private constructor(store: Pick<Store, 'commit'>, random: Random, most: number, records: Map<string, DeviceRecord>) {
    this.store = store;
    this.random = random;
    this.most = most;
    this.records = records;
  }

  /** Reads all devices. A bad record stays in the store and is listed in `broken`; nobody can sign in with it. */
  static async open(
    store: Pick<Store, 'commit' | 'list'>,
    random: Random,
    most = DEVICES_MAX,
  ): Promise<{ readonly devices: Devices; readonly broken: readonly BrokenDevice[] }> {
    const records = new Map<string, DeviceRecord>();
    const broken: BrokenDevice[] = [];
    for (const { key, value } of await store.list(PREFIX)) {
      const device = record.readDevice(value);
      if (isRefusal(device)) broken.push({ key, message: device.message });
      else if (key !== PREFIX + device.id) broken.push({ key, message: 'id is that of another record' });
      else records.set(device.id, device);
    }
    return { devices: new Devices(store, random, most, records), broken };
  }

  /** What a sign-in needs to know of a device. Undefined if there is no such device. */
  find(id: string, nowMs: number): KnownDevice | undefined {
    const device = this.records.get(id);
    return device && record.knownDevice(device, nowMs);
  }

  /** All devices without their keys, sorted by id. */
  list(): DeviceView[] {
    return [...this.records.values()]
      .map(({ key: _key, oldKey: _oldKey, ...view }) => view)
      .sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  /** Makes a device and its key. This is the only time that the key is returned. */
  add(id: string, name: string, nowMs: number): Promise<{ readonly key: string } | Refusal<DeviceErrorCode>> {
    return this.change(async () => {
      if (this.records.has(id)) return DEVICE_EXISTS;
      if (this.records.size >= this.most) return TOO_MANY_DEVICES;
      const device = record.createDevice(id, name, this.newKey(), nowMs);
      return isRefusal(device) ? device : this.keep(device, { key: device.key });
    });
  }

  /** Gives a device a new key and returns it this once. The old one stays valid for a day, or until the new one is used. */
  replaceKey(id: string, nowMs: number): Promise<{ readonly key: string } | Refusal<DeviceErrorCode>> {
    return this.change(async () => {
      const device = this.records.get(id);
      if (!device) return record.NO_SUCH_DEVICE;
      const changed = record.replaceKey(device, this.newKey(), nowMs);
      return isRefusal(changed) ? changed : this.keep(changed, { key: changed.key });
    });
  }

  /** Revokes the device for ever. This holds from the call on, even if the store fails. The caller has to end its connections. */
  revoke(id: string, nowMs: number): Promise<Refusal<DeviceErrorCode> | undefined> {
    const device = this.records.get(id);
    if (!device) return Promise.resolve(record.NO_SUCH_DEVICE);
    this.records.set(id, record.revoke(device, nowMs));
    return this.change(async () => this.keep(record.revoke(this.records.get(id) as DeviceRecord, nowMs), undefined));
  }

  /** A device has signed in with `key`, a string of 32 bytes. */
  noteSignIn(id: string, key: string): Promise<void> {
    const device = this.records.get(id);
    if (!device || record.signedInWith(device, toHex(key)) === device) return Promise.resolve();
    return this.change(async () => {
      const latest = this.records.get(id) as DeviceRecord;
      await this.keep(record.signedInWith(latest, toHex(key)), undefined);
    });
  }

  private newKey(): string {
    return toHex(randomByteString(this.random, KEY_BYTES));
  }

  /** Runs `action` after the change before it, whether that succeeded or not. */
  private change<T>(action: () => Promise<T>): Promise<T> {
    const done = this.lastChange.then(action, action);
    this.lastChange = done.catch(() => {});
    return done;
  }

  private async keep<T>(device: DeviceRecord, answer: T): Promise<T> {
    await this.store.commit([{ put: PREFIX + device.id, value: device }]);
    // A device that was revoked during the commit stays revoked.
    const revokedAtMs = this.records.get(device.id)?.revokedAtMs;
    this.records.set(device.id, revokedAtMs === undefined ? device : record.revoke(device, revokedAtMs));
    return answer;
  }
}
