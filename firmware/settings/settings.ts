import { isKeyHex, isName, isRoomId } from '../../wire/signal';

// What the owner can set at the console, and the defaults: configure({ ssid: "...", relay: "..." }).

/** What a speaker can be set to speak: wide DVI4 at 16 kHz, narrow DVI4 or PCMU at 8 kHz; or PCMU without kernels. */
export type CodecChoice = 'wide' | 'narrow' | 'pcmu' | 'tables';

export type Settings = {
  /** Wi-Fi network and password. */
  readonly ssid: string;
  readonly password: string;
  /** Host of the relay, a name or an address, and its signalling port. */
  readonly relay: string;
  readonly relayPort: number;
  /**
   * The id by which the relay knows this board, and its key: 32 bytes in hex digits. Without a key the board does not
   * sign in.
   */
  readonly device: string;
  readonly key: string;
  /** The token of a link into a room, for a board without a key: its bearer may enter that room. */
  readonly link: string;
  /** The name of this speaker in a room: 1–64 bytes. */
  readonly name: string;
  /** The home room: small letters, digits and hyphens. */
  readonly room: string;
  /** Loudspeaker gain, 0–1. */
  readonly volume: number;
  /** Gain of the microphone on kernels, 1–60. For a MEMS microphone an arm's length away, about 12 is right. */
  readonly microphoneGain: number;
  /**
   * `half`: the loudspeaker is turned down while the microphone is open. `full`: for headphones or a distant
   * loudspeaker.
   */
  readonly duplex: 'half' | 'full';
  /** How sound is coded. */
  readonly codec: CodecChoice;
  /** The light of the board. */
  readonly light: 'ring' | 'led';
  /** Loudness of the speaker's own sounds relative to the room, 0–1. */
  readonly earcons: number;
  /** `on`: every light but that of the open microphone is dim, and the speaker's own sounds are soft. */
  readonly night: 'off' | 'on';
  /** Whether there is a mute switch. If so, the microphone stays closed while its contact is open. */
  readonly muteSwitch: boolean;
};

/** The settings of a board on which nothing has been set. */
export function defaultSettings(): Settings {
  return {
    ssid: '',
    password: '',
    relay: '',
    relayPort: 7780,
    device: '',
    key: '',
    link: '',
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
}

function expectation(isRight: boolean, what: string): string {
  return isRight ? '' : what;
}

function isText(value: unknown, least: number, most: number): boolean {
  return typeof value === 'string' && value.length >= least && value.length <= most;
}

/** Whether the value is a password of Wi-Fi: no control characters, and the longest is no text but the key itself. */
function isPassword(value: unknown): boolean {
  if (value === '') return true;
  const pattern = (value as string).length === 64 ? /^[0-9a-fA-F]+$/ : /^[^\x00-\x1f\x7f]+$/;
  return isText(value, 1, 64) && pattern.test(value as string);
}

/** Whether the value is an address of one host: four numbers, as in 192.168.1.5. */
function isAddress(parts: readonly string[]): boolean {
  const isNumber = (part: string): boolean => /^[0-9]+$/.test(part) && +part < 256 && String(+part) === part;
  // 0 means this network, and from 224 on there are groups, not hosts.
  return parts.length === 4 && parts.every(isNumber) && +parts[0]! > 0 && +parts[0]! < 224;
}

/**
 * Whether the value is the name or the address of a host (RFC 1123, section 2.1). It goes into the header of a request
 * as it is. A name whose last part is a number would be taken for an address.
 */
function isHost(value: unknown): boolean {
  if (!isText(value, 1, 253)) return false;
  const parts = (value as string).split('.');
  if (/^[0-9]+$/.test(parts[parts.length - 1]!)) return isAddress(parts);
  const isLabel = (part: string): boolean =>
    /^[0-9a-zA-Z_-]+$/.test(part) && part.length < 64 && part.charAt(0) !== '-' && part.charAt(part.length - 1) !== '-';
  return parts.every(isLabel);
}

function between(value: unknown, least: number, most: number): string {
  return expectation(
    typeof value === 'number' && value >= least && value <= most,
    'a number from ' + least + ' to ' + most,
  );
}

function oneOf(value: unknown, choices: readonly unknown[]): string {
  return expectation(choices.indexOf(value) >= 0, choices.map((choice) => JSON.stringify(choice)).join(' or '));
}

/** What the setting must be, if this value is not right; '' if it is; undefined if there is no such setting. */
function expected(name: string, value: unknown): string | undefined {
  switch (name) {
    case 'ssid':
      return expectation(isText(value, 1, 32), 'the name of your Wi-Fi, 1 to 32 bytes');
    case 'password':
      return expectation(
        typeof value === 'string' && isPassword(value),
        'a text of at most 64 bytes, all of them printable; one of 64 bytes has hex digits alone',
      );
    case 'relay':
      return expectation(
        isHost(value),
        'a host name or an address, such as "192.168.1.5", and nothing else: no ws://, port (set relayPort), path or space',
      );
    case 'relayPort':
      return between(value, 1, 65535) || expectation(Math.floor(value as number) === value, 'a whole number');
    case 'name':
      return expectation(isName(value), '1 to 64 bytes without control characters');
    case 'room':
    case 'device':
      return expectation(isRoomId(value), '1 to 40 small letters, digits and hyphens');
    case 'key':
      return expectation(isKeyHex(value), '64 small hex digits');
    case 'link':
      return expectation(isText(value, 1, 1024), 'the text of a link');
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

/** A message: why the setting cannot have this value; '' when it can. */
export function settingComplaint(name: string, value: unknown): string {
  const what = expected(name, value);
  if (what === undefined)
    return `there is no setting "${name}"; there are ${Object.keys(defaultSettings()).join(', ')}`;
  return what && name + ' must be ' + what;
}

export type Fields = { [name: string]: unknown };

/** The fields of an object. Any other value has none, a list neither. */
export function fieldsOf(value: unknown): Fields {
  return isObject(value) ? (value as Fields) : {};
}

export function isObject(value: unknown): boolean {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

/** A message: a setting is of no use without another one; '' when that is not so. */
export function lackComplaint(settings: Fields): string {
  const lacks = settings.device ? 'key' : 'device';
  return !settings.device === !settings.key ? '' : `there is no ${lacks}: set device and key together`;
}

/** A message: what is wrong with the owner's changes of the stored settings; '' when nothing is. */
export function changesComplaint(changes: unknown, stored?: Fields): string {
  const fields = fieldsOf(changes);
  const names = Object.keys(fields);
  if (names.length === 0) return 'nothing to set: try configure({ room: "lounge" })';
  for (const name of names) {
    const why = settingComplaint(name, fields[name]);
    if (why) return why;
  }
  return fields.device || fields.key ? lackComplaint(Object.assign({}, stored, fields)) : '';
}
