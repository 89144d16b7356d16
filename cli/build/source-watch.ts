import { statSync } from 'node:fs';
import { join } from 'node:path';
import { FIRMWARE_SOURCES, hashOfSources, sourcePaths } from '../freshness/source-hash';

/** Size and time of each source. They only say when to look at contents. */
type Look = ReadonlyMap<string, string>;

function look(root: string): Look {
  return new Map(
    sourcePaths(root, FIRMWARE_SOURCES).map((path) => {
      const { size, mtimeMs } = statSync(join(root, path), { throwIfNoEntry: false }) ?? { size: 0, mtimeMs: 0 };
      return [path, `${size} ${mtimeMs}`];
    }),
  );
}

/**
 * Notices when the contents of the firmware's sources change. It asks, because not every file system tells: those of
 * containers and shared folders do not.
 */
export class SourceWatch {
  private readonly root: string;
  private before: Look;
  private hash: string;

  constructor(root: string) {
    this.root = root;
    this.before = look(root);
    this.hash = hashOfSources(root, FIRMWARE_SOURCES);
  }

  /** The paths that have changed since the last call; none if all contents are as they were. */
  changed(): readonly string[] {
    const now = look(this.root);
    const paths = new Set([...now.keys(), ...this.before.keys()]);
    const changed = [...paths].filter((path) => now.get(path) !== this.before.get(path));
    if (changed.length === 0) return [];
    this.before = now;
    const hash = hashOfSources(this.root, FIRMWARE_SOURCES);
    const isSame = hash === this.hash;
    this.hash = hash;
    return isSame ? [] : changed;
  }
}
