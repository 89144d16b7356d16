import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { builtFileOf, MANIFEST_NAME, type StorageFiles } from '../firmware/build/storage-names';
import { Failure } from './failure';
import { readFreshFiles } from './freshness/fresh-files';
import { IS_REPOSITORY, PACKAGE_ROOT } from './package-root';

/** The source map of a file of the firmware, as JSON, or undefined if there is none. Files have their names in Storage. */
export type SourceMaps = (storageName: string) => string | undefined;

/** A build of the firmware, and what leads from it to the TypeScript. */
export type FirmwareBuild = {
  /** The files by their names in Storage, as they go onto a board. The manifest comes last. */
  readonly firmware: StorageFiles;
  readonly maps: SourceMaps;
};

/** Where the files of the firmware are, in the repository and in an installed package. */
export const FIRMWARE_FOLDER = join(PACKAGE_ROOT, 'dist');

/** The bytes of a file of the build by its name in dist/, or undefined if there is none. */
type ReadFile = (name: string) => Buffer | undefined;

const readInstalled: ReadFile = (name) => {
  const path = join(FIRMWARE_FOLDER, name);
  return existsSync(path) ? readFileSync(path) : undefined;
};

function readBuilt(): ReadFile {
  if (!IS_REPOSITORY) return readInstalled;
  const files = readFreshFiles(PACKAGE_ROOT);
  return (name) => files.get(name);
}

/** The file name of the source map of a file of the firmware, by that file's name in Storage, or undefined if there is none. */
export function sourceMapFileOf(storageName: string): string | undefined {
  const file = `${builtFileOf(storageName)}.map`;
  return existsSync(join(FIRMWARE_FOLDER, file)) ? file : undefined;
}

/**
 * The build of the firmware. In the repository it is that of the sources as they are now: if they have changed, they are
 * built first. An installed package has no sources, and nothing is built.
 * @runs ./build/main
 * @throws Failure with file, line and reason if the sources do not build
 */
export function readBuild(): FirmwareBuild {
  const readFile = readBuilt();
  const read = (name: string): string => {
    const bytes = readFile(builtFileOf(name));
    if (!bytes) throw new Failure(`the package is not whole: dist/${builtFileOf(name)} is missing; install it again`);
    return bytes.toString('latin1');
  };
  const manifest = read(MANIFEST_NAME);
  const names = Object.keys(JSON.parse(manifest) as object);
  return {
    firmware: { ...Object.fromEntries(names.map((name) => [name, read(name)])), [MANIFEST_NAME]: manifest },
    maps: (name) => readFile(`${builtFileOf(name)}.map`)?.toString('utf8'),
  };
}

/** The files of that build by their names in Storage. @throws as `readBuild` */
export function readFirmware(): StorageFiles {
  return readBuild().firmware;
}
