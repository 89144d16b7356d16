import { isKeyHex, isName, isRoomId } from '../../wire/signal';

// What the owner can set, with defaults. Set over the console: configure({ ssid: "...", relay: "..." }).

/** What a speaker can be set to speak: wide DVI4 at 16 kHz, narrow DVI4 or PCMU at 8 kHz; or PCMU without kernels. */
export type CodecChoice = 'wide' | 'narrow' | 'pcmu' | 'tables';

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
  /** How sound is coded. */
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

function text(isRight: boolean, what: string): string {
  return isRight ? '' : what;
}

function isText(value: unknown, least: number, most: number): boolean {
  return typeof value === 'string' && value.length >= least && value.length <= most;
}

function between(value: unknown, least: number, most: number): string {
  return text(typeof value === 'number' && value >= least && value <= most, 'a number from ' + least + ' to ' + most);
}

function oneOf(value: unknown, words: readonly unknown[]): string {
  return text(words.indexOf(value) >= 0, words.map((word) => JSON.stringify(word)).join(' or '));
}

/** What a setting must be, in words, if this value is not; undefined if there is no such setting. */
function expected(name: string, value: unknown): string | undefined {
  switch (name) {
    case 'ssid':
      return text(isText(value, 1, 32), 'the name of your Wi-Fi, 1 to 32 bytes');
    case 'password':
      return text(isText(value, 0, 64), 'a text of at most 64 bytes');
    case 'relay':
      return text(isText(value, 1, 255), 'a host name or an address, such as "192.168.1.5"');
    case 'relayPort':
      return between(value, 1, 65535);
    case 'name':
      return text(isName(value), '1 to 64 bytes without control characters');
    case 'room':
    case 'device':
      return text(isRoomId(value), '1 to 40 small letters, digits and hyphens');
    case 'key':
      return text(isKeyHex(value), '64 small hex digits');
    case 'volume':
    case 'earcons':
      return between(value, 0, 1);
    case 'microphoneGain':
      return between(value, 1, 60);
    case 'duplex':
      return oneOf(value, ['half', 'full']);
    case 'codec':
      return oneOf(value, ['wide', 'narrow', 'pcmu', 'tables']);
    case 'light':
      return oneOf(value, ['ring', 'led']);
    case 'night':
      return oneOf(value, ['on', 'off']);
    case 'muteSwitch':
      return oneOf(value, [true, false]);
  }
  return undefined;
}

/** Why a setting cannot be taken, in words; '' when it can. */
export function settingComplaint(name: string, value: unknown): string {
  const what = expected(name, value);
  if (what === undefined) return `there is no setting "${name}"; there are ${Object.keys(DEFAULTS).join(', ')}`;
  return what && name + ' must be ' + what;
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
  for (const name of names) {
    const why = settingComplaint(name, fields[name]);
    if (why) return why;
  }
  return '';
}
