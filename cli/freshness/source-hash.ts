import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a build is made from, by paths from the root of the repository. */
type Sources = { readonly folders: readonly string[]; readonly files: readonly string[] };

/** What the firmware is made from: its sources, what builds it, and the versions of the packages that do so. */
export const FIRMWARE_SOURCES: Sources = {
  folders: ['firmware', 'hardware', 'wire', 'xtensa'],
  files: ['rollup.config.js', 'package.json', 'package-lock.json', 'tsconfig.json'],
};

const IS_SOURCE = /\.(ts|js|json)$/;

/** The paths of all sources from the root of the repository, in an order that does not change. */
export function sourcePaths(root: string, { folders, files }: Sources): string[] {
  const found = folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((path) => IS_SOURCE.test(path))
      .map((path) => `${folder}/${path.split('\\').join('/')}`),
  );
  return [...found.sort(), ...files];
}

/**
 * The SHA-256 of the names and contents of all sources, in hexadecimal. Contents, because times lie: git gives every file
 * that it checks out the time of the check-out, and an editor or an archive may keep an old time. Reading all of the
 * firmware's sources takes about as long as asking for their times.
 */
export function hashOfSources(root: string, sources: Sources): string {
  const hash = createHash('sha256');
  for (const path of sourcePaths(root, sources)) {
    const bytes = readFileSync(join(root, path));
    hash.update(`${path} ${bytes.length}\n`).update(bytes);
  }
  return hash.digest('hex');
}
