import { BadSetting } from './ports/errors';
import { isRoomId } from '../wire/signal';
import type { StagePolicy } from './rooms';

/** Everything that can be set about a relay, read once at start. */
export type RelayConfig = {
  /** Address to listen on, for signalling and media. */
  readonly host: string;
  /** TCP; 0 takes a free one. */
  readonly signalPort: number;
  /** UDP; 0 takes a free one. */
  readonly mediaPort: number;
  readonly stageSeats: number;
  readonly audienceSeats: number;
  /** Rooms whose stage is not simply open to whoever joins. */
  readonly stagePolicies: Readonly<Record<string, StagePolicy>>;
  /** Rooms that only those may enter who are expected there. */
  readonly closedRooms: readonly string[];
  /** The room in which everybody hears themselves. */
  readonly echoRoom: string;
  /** Whether only devices with a key and people with a link are let in. */
  readonly signIn: 'needed' | 'optional';
  /** Folder for what has to outlive the relay. */
  readonly dataFolder: string;
  readonly roomsMax: number;
  readonly connectionsMax: number;
  readonly logLevel: LogLevel;
};

export type LogLevel = 'silent' | 'warn' | 'info';

/** A relay for this machine alone. */
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

function wholeNumber(env: Environment, name: string, most: number, otherwise: number): number {
  const text = env[name];
  if (text === undefined || text === '') return otherwise;
  const value = /^\d{1,9}$/.test(text) ? Number(text) : -1;
  if (value < 0 || value > most) throw new BadSetting(name, text, `give a whole number from 0 to ${most}`);
  return value;
}

function oneOf<T extends string>(env: Environment, name: string, values: readonly T[], otherwise: T): T {
  const text = env[name];
  if (text === undefined || text === '') return otherwise;
  const value = values.find((candidate) => candidate === text);
  if (value === undefined) throw new BadSetting(name, text, `give one of: ${values.join(', ')}`);
  return value;
}

function rooms(env: Environment, name: string): string[] {
  const ids = (env[name] ?? '').split(',').filter((part) => part !== '');
  const bad = ids.find((id) => !isRoomId(id));
  if (bad !== undefined) {
    throw new BadSetting(name, bad, 'give room ids of small letters, digits and hyphens, with commas between them');
  }
  return ids;
}

function policies(env: Environment, name: string): Record<string, StagePolicy> {
  return Object.fromEntries(rooms(env, name).map((id) => [id, 'moderated']));
}

function oneRoom(env: Environment, name: string, otherwise: string): string {
  const id = env[name] || otherwise;
  if (!isRoomId(id)) throw new BadSetting(name, id, 'give one room id of small letters, digits and hyphens');
  return id;
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}

/** Signalling and media are not encrypted yet: beyond this machine only if somebody says so. */
function listeningHost(env: Environment): string {
  const name = 'STAGEBOX_HOST';
  const host = env[name] || DEFAULT_CONFIG.host;
  if (/\s/.test(host)) throw new BadSetting(name, host, 'give the address of one network interface');
  if (!isLoopback(host) && oneOf(env, 'STAGEBOX_PLAIN', ['yes', 'no'], 'no') === 'no') {
    throw new BadSetting(name, host, 'sound would cross the network unencrypted; allow it with STAGEBOX_PLAIN=yes');
  }
  return host;
}

/** Reads the settings from the environment; a wrong one is refused by its variable's name. */
export function readConfig(env: Environment): RelayConfig {
  const otherwise = DEFAULT_CONFIG;
  return {
    host: listeningHost(env),
    signalPort: wholeNumber(env, 'STAGEBOX_SIGNAL_PORT', 65535, otherwise.signalPort),
    mediaPort: wholeNumber(env, 'STAGEBOX_MEDIA_PORT', 65535, otherwise.mediaPort),
    stageSeats: wholeNumber(env, 'STAGEBOX_STAGE_SEATS', 64, otherwise.stageSeats),
    audienceSeats: wholeNumber(env, 'STAGEBOX_AUDIENCE_SEATS', 100000, otherwise.audienceSeats),
    stagePolicies: policies(env, 'STAGEBOX_MODERATED_ROOMS'),
    closedRooms: rooms(env, 'STAGEBOX_CLOSED_ROOMS'),
    echoRoom: oneRoom(env, 'STAGEBOX_ECHO_ROOM', otherwise.echoRoom),
    signIn: oneOf(
      env,
      'STAGEBOX_SIGN_IN',
      ['needed', 'optional'],
      isLoopback(listeningHost(env)) ? 'optional' : 'needed',
    ),
    dataFolder: env.STAGEBOX_DATA || otherwise.dataFolder,
    roomsMax: wholeNumber(env, 'STAGEBOX_ROOMS_MAX', 1000000, otherwise.roomsMax),
    connectionsMax: wholeNumber(env, 'STAGEBOX_CONNECTIONS_MAX', 1000000, otherwise.connectionsMax),
    logLevel: oneOf(env, 'STAGEBOX_LOG', ['silent', 'warn', 'info'], otherwise.logLevel),
  };
}
