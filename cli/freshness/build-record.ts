import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as v from 'valibot';
import { hashOfSources, FIRMWARE_SOURCES } from './source-hash';

// What the last build of the firmware was made from, and what it made: .build/firmware.json. A build is used only if the
// sources are still the same and its files are those that it made.

const RECORD = '.build/firmware.json';
const BUILT = 'dist';

const Hash = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));

const Record = v.union([
  v.strictObject({ sources: Hash, files: v.record(v.string(), Hash) }),
  v.strictObject({ sources: Hash, failure: v.string() }),
]);

/** The hash of the sources; and the hashes of the files in dist/, or why the sources do not build. */
type BuildRecord = v.InferOutput<typeof Record>;

/** The files of a build by their names in dist/. */
export type BuiltFiles = ReadonlyMap<string, Buffer>;

/** What is known of the build: it is of the sources as they are; they do not build; or there has to be a build. */
type Freshness =
  | { readonly kind: 'fresh'; readonly files: BuiltFiles }
  | { readonly kind: 'broken'; readonly failure: string }
  | { readonly kind: 'stale' };

/** The SHA-256 of a file's bytes, in hexadecimal. */
export function hashOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** The record of the last build, or undefined if there is none that can be read. */
export function readRecord(root: string): BuildRecord | undefined {
  try {
    const result = v.safeParse(Record, JSON.parse(readFileSync(join(root, RECORD), 'utf8')));
    return result.success ? result.output : undefined;
  } catch {
    return undefined;
  }
}

/** Writes a file so that others read the old one or the new one, and nothing in between. */
export function writeWhole(path: string, bytes: Buffer | string): void {
  mkdirSync(dirname(path), { recursive: true });
  const unfinished = `${path}.${process.pid}.tmp`;
  writeFileSync(unfinished, bytes);
  renameSync(unfinished, path);
}

/** Writes the record. Write the files before it. */
export function writeRecord(root: string, record: BuildRecord): void {
  writeWhole(join(root, RECORD), JSON.stringify(record));
}

/** Where a file of the build is. */
export function builtPath(root: string, name: string): string {
  return join(root, BUILT, name);
}

/**
 * Looks whether the build is of the sources, and reads it. The files are read first and compared then, so what this gives
 * belongs together even if another process writes a new build at the same time.
 */
export function readFreshness(root: string): Freshness {
  const record = readRecord(root);
  if (!record || record.sources !== hashOfSources(root, FIRMWARE_SOURCES)) return { kind: 'stale' };
  if ('failure' in record) return { kind: 'broken', failure: record.failure };
  const files = new Map<string, Buffer>();
  for (const [name, hash] of Object.entries(record.files)) {
    try {
      files.set(name, readFileSync(builtPath(root, name)));
    } catch {
      return { kind: 'stale' };
    }
    if (hashOf(files.get(name)!) !== hash) return { kind: 'stale' };
  }
  return { kind: 'fresh', files };
}
