import { createHash, type Hash } from 'node:crypto';
import * as v from 'valibot';
import { META_PREFIX } from '../relay/store/migrations';
import type { Entry, JsonObject } from '../relay/store/store';
import { Failure } from './failure';

// A backup is a text file: a header line, and then one line for each entry in the order of keys. The header has the
// number of entries, and the SHA-256 of the data's version and all entries, so a file that was cut or changed is
// detected.

const FORMAT = 'stagebox-backup';
const FORMAT_VERSION = 1;

const Header = v.strictObject({
  format: v.literal(FORMAT),
  /** The version of the file format. */
  formatVersion: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
  /** The version of the data, as in relay/store/migrations.ts. */
  version: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
  entries: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
  checksum: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
});

const Line = v.strictObject({
  key: v.string(),
  value: v.custom<JsonObject>((value) => typeof value === 'object' && value !== null && !Array.isArray(value)),
});

/** The content of a backup file. */
export type Backup = { readonly version: number; readonly entries: readonly Entry[] };

/** The line of an entry. */
export function lineOf({ key, value }: Entry): string {
  return `${JSON.stringify({ key, value })}\n`;
}

/** Begins the checksum, which covers the version of the data and every byte behind the header. */
function hashFor(version: number): Hash {
  return createHash('sha256').update(`${FORMAT} ${version}\n`);
}

/** Counts the lines of a backup and makes their checksum, for its header. */
export class BackupSum {
  /** Lines so far. */
  entries = 0;
  private readonly hash: Hash;
  private readonly version: number;

  constructor(version: number) {
    this.version = version;
    this.hash = hashFor(version);
  }

  /** Adds the next line. */
  add(line: string): void {
    this.hash.update(line);
    this.entries++;
  }

  /** The header line. Call it last. */
  header(): string {
    const { version, entries } = this;
    const checksum = this.hash.digest('hex');
    return `${JSON.stringify({ format: FORMAT, formatVersion: FORMAT_VERSION, version, entries, checksum })}\n`;
  }
}

function parsed<T>(schema: v.GenericSchema<unknown, T>, line: string): T | undefined {
  try {
    const result = v.safeParse(schema, JSON.parse(line));
    return result.success ? result.output : undefined;
  } catch {
    return undefined;
  }
}

/** Reads a backup. @throws Failure for a file that is no backup, that a newer version has made, or that is damaged */
export function readBackup(file: string, bytes: Buffer, newestVersion: number): Backup {
  const headerEnd = bytes.indexOf('\n') + 1;
  const firstLine = bytes.toString('utf8', 0, headerEnd);
  const isOurs = parsed(v.looseObject({ format: v.literal(FORMAT) }), firstLine) !== undefined;
  if (!isOurs) throw new Failure(`${file} is no backup of stagebox`);
  const loose = parsed(v.looseObject({ formatVersion: v.number() }), firstLine);
  if (loose && loose.formatVersion > FORMAT_VERSION)
    throw new Failure(`${file} was made by a newer stagebox: use that one`);
  const damaged = new Failure(`${file} is damaged or not whole: use another backup`);
  const header = parsed(Header, firstLine);
  if (!header) throw damaged;
  if (header.version > newestVersion) {
    const versions = `its data has version ${header.version}, this one knows versions up to ${newestVersion}`;
    throw new Failure(`${file} was made by a newer stagebox (${versions}): use that one`);
  }
  const body = bytes.subarray(headerEnd);
  if (hashFor(header.version).update(body).digest('hex') !== header.checksum) throw damaged;
  const entries = body
    .toString('utf8')
    .split('\n')
    .slice(0, -1)
    .map((line) => parsed(Line, line));
  const isInOrder = entries.every((entry, i) => i === 0 || (entry?.key ?? '') > (entries[i - 1]?.key ?? ''));
  const isWhole = entries.length === header.entries && isInOrder;
  const whole = entries.filter((entry) => entry !== undefined && !entry.key.startsWith(META_PREFIX));
  if (!isWhole || whole.length !== entries.length) throw damaged;
  return { version: header.version, entries: whole as Entry[] };
}
