// What the owner can set at the console, and the defaults: configure({ ssid: "...", relay: "..." }).

/** The file with the settings, in Storage. */
export const SETTINGS_FILE = 'stagebox.json';

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

export type Fields = { [name: string]: unknown };

/** The fields of an object. Any other value has none, a list neither. */
export function fieldsOf(value: unknown): Fields {
  return isObject(value) ? (value as Fields) : {};
}

export function isObject(value: unknown): boolean {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
