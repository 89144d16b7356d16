import { changesComplaint } from '../../firmware/settings/setting-checks';
import type { Settings } from '../../firmware/settings/settings';
import { isNewName, NEW_NAME } from '../../relay/records/fields';
import { isRoomId } from '../../wire';
import { isKeyHex } from '../../wire/signal';
import { Failure } from '../failure';
import { readRoomLink } from './room-link';

/** The options of `stagebox speaker`. */
export type SpeakerOptions = {
  readonly name?: string;
  readonly room?: string;
  readonly relay: string;
  readonly device?: string;
  readonly key?: string;
  readonly link?: string;
  readonly microphone?: string;
  readonly loudspeaker: 'default' | 'none';
  readonly duplex: 'half' | 'full';
  readonly seconds?: number;
  readonly out: string;
};

/** The settings that the options make. */
type SpeakerSettings = Pick<Settings, 'room' | 'relay' | 'relayPort' | 'duplex'> &
  Partial<Pick<Settings, 'device' | 'key' | 'link'>>;

function splitAddress(text: string): { host: string; port: number } {
  const [host, port, ...rest] = text.split(':');
  const number = port === undefined ? 7780 : Number(port);
  const isWrong = !host || changesComplaint({ relay: host }) !== '';
  if (isWrong || rest.length > 0 || !Number.isInteger(number) || number < 1 || number > 65535) {
    throw new Failure(`--relay "${text}" is no address: write host or host:port, such as 127.0.0.1:7780`);
  }
  return { host, port: number };
}

/** Device and key, which belong together. A key is never shown. */
function readIdentity({
  device,
  key,
  link,
}: SpeakerOptions): { readonly device: string; readonly key: string } | undefined {
  if (device === undefined && key === undefined) return undefined;
  if (device === undefined || key === undefined)
    throw new Failure('--device and --key belong together: "stagebox devices add ID" shows both');
  if (link !== undefined) throw new Failure('give --link, or --device and --key: a speaker with a key needs no link');
  if (!isRoomId(device))
    throw new Failure(`--device "${device as string}" must be 1 to 40 small letters, digits and hyphens`);
  if (!isKeyHex(key)) throw new Failure('--key must be the 64 small hex digits that "stagebox devices add" shows');
  return { device, key };
}

/** Reads the options. @throws Failure that names the one that is wrong */
export function readSpeakerSettings(
  options: SpeakerOptions,
  nowMs: number,
): { readonly name: string; readonly settings: SpeakerSettings } {
  const identity = readIdentity(options);
  const link = options.link === undefined ? undefined : readRoomLink(options.link, nowMs);
  const name = options.name ?? link?.name;
  if (name === undefined) throw new Failure('give --name, which is what the room calls the speaker');
  if (!isNewName(name)) throw new Failure(`--name ${NEW_NAME}`);
  if (/[/\\]/.test(name)) throw new Failure('--name must have no slashes, because its recording is named after it');
  const room = options.room ?? link?.room ?? 'lounge';
  if (!isRoomId(room)) throw new Failure(`--room "${room as string}" must be small letters, digits and hyphens`);
  if (link && room !== link.room) throw new Failure(`--link is for the room "${link.room}": leave --room out`);
  const { host, port } = splitAddress(options.relay);
  const { duplex } = options;
  return {
    name,
    settings: { room, relay: host, relayPort: port, duplex, ...identity, ...(link ? { link: link.token } : {}) },
  };
}
