import type { CodecChoice } from './audio/formats';
import { isKeyHex, isName, isRoomId } from '../wire/signal';

// What the owner can set, with defaults. Set over the console: configure({ ssid: "...", relay: "..." }).

export type Settings = {
  /** Wi-Fi network and password. */
  readonly ssid: string;
  readonly password: string;
  /** Host of the relay, a name or an address, and its signalling port. */
  readonly relay: string;
  readonly relayPort: number;
  /** What the relay knows this board as, and the key of 32 bytes in hex digits; without them it does not sign in. */
  readonly device: string;
  readonly key: string;
  /** What the room calls this speaker: 1–64 bytes. */
  readonly name: string;
  /** Home room: small letters, digits and hyphens. */
  readonly room: string;
  /** Loudspeaker gain, 0–1. */
  readonly volume: number;
  /** Gain of the microphone on kernels, 1–60; a MEMS microphone an arm away wants about 12. */
  readonly microphoneGain: number;
  /** `half`: the loudspeaker ducks while the microphone is open. `full`: for headphones or a far loudspeaker. */
  readonly duplex: 'half' | 'full';
  /** What the speaker speaks: see audio/formats.ts. */
  readonly codec: CodecChoice;
  /** What the board has to shine with. */
  readonly light: 'ring' | 'led';
  /** Loudness of the speaker's own signals beside that of the room, 0–1. */
  readonly earcons: number;
  /** `on`: all lights but that of the open microphone are dim, and the signals soft. */
  readonly night: 'off' | 'on';
  /** Whether there is a mute switch; without its contact the microphone then stays closed. */
  readonly muteSwitch: boolean;
};

export const DEFAULTS: Settings = {
  ssid: '',
  password: '',
  relay: '',
  relayPort: 7780,
  device: '',
  key: '',
  name: 'stagebox',
  room: 'lounge',
  volume: 1,
  microphoneGain: 1,
  duplex: 'half',
  codec: 'wide',
  light: 'ring',
  earcons: 1,
  night: 'off',
  muteSwitch: false,
};

function isText(value: unknown, most: number): boolean {
  return typeof value === 'string' && value.length > 0 && value.length <= most;
}

/** Why a setting cannot be taken, in words; '' when it can. */
export function settingComplaint(name: string, value: unknown): string {
  switch (name) {
    case 'ssid':
      return isText(value, 32) ? '' : 'ssid must be the name of your Wi-Fi, 1 to 32 bytes';
    case 'password':
      return typeof value === 'string' && value.length <= 64 ? '' : 'password must be a text of at most 64 bytes';
    case 'relay':
      return isText(value, 255) ? '' : 'relay must be a host name or an address, such as "192.168.1.5"';
    case 'relayPort':
      return typeof value === 'number' && value > 0 && value < 65536
        ? ''
        : 'relayPort must be a number from 1 to 65535';
    case 'name':
      return isName(value) ? '' : 'name must be 1 to 64 bytes without control characters';
    case 'room':
    case 'device':
      return isRoomId(value) ? '' : name + ' must be 1 to 40 small letters, digits and hyphens';
    case 'key':
      return isKeyHex(value) ? '' : 'key must be 64 small hex digits';
    case 'volume':
    case 'earcons':
      return typeof value === 'number' && value >= 0 && value <= 1 ? '' : name + ' must be a number from 0 to 1';
    case 'microphoneGain':
      return typeof value === 'number' && value >= 1 && value <= 60
        ? ''
        : 'microphoneGain must be a number from 1 to 60';
    case 'duplex':
      return value === 'half' || value === 'full' ? '' : 'duplex must be "half" or "full"';
    case 'codec':
      return ['wide', 'narrow', 'pcmu', 'tables'].indexOf(value as string) >= 0
        ? ''
        : 'codec must be "wide", "narrow", "pcmu" or "tables"';
    case 'light':
      return value === 'ring' || value === 'led' ? '' : 'light must be "ring" or "led"';
    case 'night':
      return value === 'on' || value === 'off' ? '' : 'night must be "on" or "off"';
    case 'muteSwitch':
      return typeof value === 'boolean' ? '' : 'muteSwitch must be true or false';
    default:
      return `there is no setting "${name}"; there are ${Object.keys(DEFAULTS).join(', ')}`;
  }
}

export type Fields = { [name: string]: unknown };

/** The fields of anything; nothing has none. */
export function fieldsOf(value: unknown): Fields {
  return value !== null && typeof value === 'object' ? (value as Fields) : {};
}

/** What is wrong with the owner's changes, in words, or ''. */
export function changesComplaint(changes: unknown): string {
  const fields = fieldsOf(changes);
  const names = Object.keys(fields);
  if (names.length === 0) return 'nothing to set: try configure({ room: "lounge" })';
  for (let i = 0; i < names.length; i++) {
    const why = settingComplaint(names[i], fields[names[i]]);
    if (why) return why;
  }
  return '';
}
