import { isKeyHex, isName, isRoomId } from '../../wire/signal';
import { defaultSettings, fieldsOf, SETTINGS_FILE, type Fields } from './settings';

// What a setting may be. A module file: it is loaded to read the settings at a start, and to change them.

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
      return expectation(
        isText(value, 1, 1024) && /^[0-9a-zA-Z_.-]+$/.test(value as string),
        'the token of a link: letters, digits and _ . - alone',
      );
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
function settingComplaint(name: string, value: unknown): string {
  const what = expected(name, value);
  if (what === undefined)
    return `there is no setting "${name}"; there are ${Object.keys(defaultSettings()).join(', ')}`;
  return what && name + ' must be ' + what;
}

/** A message: a setting is of no use without another one; '' when that is not so. */
function lackComplaint(settings: Fields): string {
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

/**
 * Takes the stored settings over into others. `complain` gets a message about each that is not right, and is left out.
 */
export function takeStored(stored: Fields, settings: Fields, complain: (why: string) => void): void {
  Object.keys(stored).forEach((name) => {
    const why = settingComplaint(name, stored[name]);
    if (why) complain(`a setting in ${SETTINGS_FILE} is ignored: ${why}`);
    else settings[name] = stored[name];
  });
  const lack = lackComplaint(settings);
  if (!lack) return;
  complain(`device and key in ${SETTINGS_FILE} are ignored: ${lack}`);
  settings.device = settings.key = '';
}
