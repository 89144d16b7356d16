import * as v from 'valibot';
import { isRoomId } from '../wire/signal';
import { BadSetting } from './ports/errors';
import { nearestWord } from './ports/nearest-word';
import type { StagePolicy } from './rooms';

/** The settings of a relay. They are read once, at the start. */
export type RelayConfig = {
  /** The address on which signalling and media listen. */
  readonly host: string;
  /** TCP port. 0 means any free port. */
  readonly signalPort: number;
  /** UDP port. 0 means any free port. */
  readonly mediaPort: number;
  readonly stageSeats: number;
  readonly audienceSeats: number;
  /** The rooms whose stage is moderated. */
  readonly stagePolicies: Readonly<Record<string, StagePolicy>>;
  /** The rooms that only invited people, hosts and moderators may enter. */
  readonly closedRooms: readonly string[];
  /** The room in which all members hear themselves. */
  readonly echoRoom: string;
  /** `needed`: only devices with a key and people with a link may enter. */
  readonly signIn: 'needed' | 'optional';
  /** The folder of the store. */
  readonly dataFolder: string;
  readonly roomsMax: number;
  readonly connectionsMax: number;
  readonly logLevel: LogLevel;
};

export type LogLevel = 'silent' | 'warn' | 'info';

/** The settings of a relay that only this machine can reach. */
export const DEFAULT_CONFIG: RelayConfig = {
  host: '127.0.0.1',
  signalPort: 7780,
  mediaPort: 7780,
  stageSeats: 20,
  audienceSeats: 8000,
  stagePolicies: {},
  closedRooms: [],
  echoRoom: 'echo',
  signIn: 'optional',
  dataFolder: 'stagebox-data',
  roomsMax: 10000,
  connectionsMax: 20000,
  logLevel: 'info',
};

type Environment = { readonly [name: string]: string | undefined };

/** A setting. An empty text counts as not set. */
function setting(otherwise: string): v.GenericSchema<unknown, string> {
  return v.pipe(
    v.optional(v.string(), ''),
    v.transform((text) => (text === '' ? otherwise : text)),
  );
}

function wholeNumber(most: number, otherwise: number): v.GenericSchema<unknown, number> {
  const whatToDo = `give a whole number from 0 to ${most}`;
  return v.pipe(
    setting(String(otherwise)),
    v.regex(/^\d{1,9}$/, whatToDo),
    v.transform(Number),
    v.maxValue(most, whatToDo),
  );
}

function oneOf<const Value extends string>(
  values: readonly Value[],
  otherwise: Value,
): v.GenericSchema<unknown, Value> {
  return v.pipe(setting(otherwise), v.picklist(values, `give one of: ${values.join(', ')}`));
}

const room = v.custom<string>(isRoomId, 'give one room id of small letters, digits and hyphens');

const rooms = v.pipe(
  setting(''),
  v.transform((text) => text.split(',').filter((part) => part !== '')),
  v.array(v.custom<string>(isRoomId, 'give room ids of small letters, digits and hyphens, with commas between them')),
);

const policies = v.pipe(
  rooms,
  v.transform((ids): RelayConfig['stagePolicies'] => Object.fromEntries(ids.map((id) => [id, 'moderated']))),
);

/** Every variable that a relay reads. */
const environment = v.object({
  STAGEBOX_HOST: v.pipe(setting(DEFAULT_CONFIG.host), v.regex(/^\S*$/, 'give the address of one network interface')),
  STAGEBOX_PLAIN: oneOf(['yes', 'no'], 'no'),
  STAGEBOX_SIGNAL_PORT: wholeNumber(65535, DEFAULT_CONFIG.signalPort),
  STAGEBOX_MEDIA_PORT: wholeNumber(65535, DEFAULT_CONFIG.mediaPort),
  STAGEBOX_STAGE_SEATS: wholeNumber(64, DEFAULT_CONFIG.stageSeats),
  STAGEBOX_AUDIENCE_SEATS: wholeNumber(100000, DEFAULT_CONFIG.audienceSeats),
  STAGEBOX_MODERATED_ROOMS: policies,
  STAGEBOX_CLOSED_ROOMS: rooms,
  STAGEBOX_ECHO_ROOM: v.pipe(setting(DEFAULT_CONFIG.echoRoom), room),
  STAGEBOX_SIGN_IN: v.optional(v.picklist(['needed', 'optional', ''], 'give one of: needed, optional'), ''),
  STAGEBOX_DATA: setting(DEFAULT_CONFIG.dataFolder),
  STAGEBOX_ROOMS_MAX: wholeNumber(1000000, DEFAULT_CONFIG.roomsMax),
  STAGEBOX_CONNECTIONS_MAX: wholeNumber(1000000, DEFAULT_CONFIG.connectionsMax),
  STAGEBOX_LOG: oneOf(['silent', 'warn', 'info'], DEFAULT_CONFIG.logLevel),
});

const PREFIX = 'STAGEBOX_';
/** Variables of the commands that ask a running relay. They may stand beside those of a relay. */
const OF_COMMANDS = ['STAGEBOX_OPERATOR_KEY', 'STAGEBOX_RELAY'];

/**
 * Makes sure that every variable whose name begins with STAGEBOX_ is one that is read.
 * @throws BadSetting with the name of one that is not. Its value may be a key, so that it is not shown
 */
export function checkSettingNames(env: Environment): void {
  const names = [...Object.keys(environment.entries), ...OF_COMMANDS];
  const unknown = Object.keys(env).find((name) => name.toUpperCase().startsWith(PREFIX) && !names.includes(name));
  if (unknown === undefined) return;
  const [written = '', ...words] = [unknown, ...names].map((name) => name.slice(PREFIX.length));
  const meant = nearestWord(written, words);
  const whatToDo = meant === undefined ? `unset it; there are ${names.join(', ')}` : `did you mean ${PREFIX}${meant}?`;
  throw new BadSetting(unknown, undefined, `there is no such setting; ${whatToDo}`);
}

/** Whether an address is of this machine alone. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}

/** Reads the settings from the environment. Throws `BadSetting` with the name of the first variable that is wrong. */
export function readConfig(env: Environment): RelayConfig {
  checkSettingNames(env);
  const values = Object.fromEntries(Object.keys(environment.entries).map((name) => [name, env[name]]));
  const read = v.safeParse(environment, values, { abortEarly: true });
  if (!read.success) {
    const [{ input, message, path }] = read.issues;
    throw new BadSetting(String(path?.[0].key), String(input), message);
  }
  const { STAGEBOX_HOST: host, STAGEBOX_PLAIN: isPlain, STAGEBOX_SIGN_IN: signIn, ...settings } = read.output;
  // Media is not encrypted yet, so a relay listens beyond this machine only if its operator allows it.
  if (!isLoopback(host) && isPlain === 'no') {
    const whatToDo = 'sound would cross the network unencrypted; allow it with STAGEBOX_PLAIN=yes';
    throw new BadSetting('STAGEBOX_HOST', host, whatToDo);
  }
  return {
    host,
    signalPort: settings.STAGEBOX_SIGNAL_PORT,
    mediaPort: settings.STAGEBOX_MEDIA_PORT,
    stageSeats: settings.STAGEBOX_STAGE_SEATS,
    audienceSeats: settings.STAGEBOX_AUDIENCE_SEATS,
    stagePolicies: settings.STAGEBOX_MODERATED_ROOMS,
    closedRooms: settings.STAGEBOX_CLOSED_ROOMS,
    echoRoom: settings.STAGEBOX_ECHO_ROOM,
    signIn: signIn || (isLoopback(host) ? 'optional' : 'needed'),
    dataFolder: settings.STAGEBOX_DATA,
    roomsMax: settings.STAGEBOX_ROOMS_MAX,
    connectionsMax: settings.STAGEBOX_CONNECTIONS_MAX,
    logLevel: settings.STAGEBOX_LOG,
  };
}
