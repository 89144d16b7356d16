import { storage } from './flash-file';

// The files that the firmware consists of. They are built and uploaded together: the boot bundle, the module files that
// it loads when they are first needed, and a manifest with the length and the SHA-256 of each
// (firmware/build/manifest.ts). SHA-256 is the hash that the interpreter computes fastest: 80 host instructions a byte,
// where E.CRC32 takes 200 (measured with callgrind).

/** Of each file by its name in Storage. The hash is in base 64. */
type Manifest = Readonly<Record<string, readonly [bytes: number, sha256: string]>>;

const MANIFEST = 'sb.manifest';
const BOOT_BUNDLE = '.bootcde';

/** What is wrong with one file; '' when it is as it was built. */
function complaintAbout(manifest: Manifest, name: string): string {
  const built = manifest[name];
  const text = storage.read(name);
  if (!built || text === undefined) return name + ' is missing';
  if (text.length !== built[0]) return `${name} has ${text.length} bytes instead of ${built[0]}`;
  const hash = btoa(E.toString(require('crypto').SHA256(text))) as string;
  return hash === built[1] ? '' : name + ' is damaged or of another build';
}

/** A message: what is wrong with these files, or with any of all files, and what to do; '' when nothing is. */
function complaint(wanted?: readonly string[]): string {
  const manifest = storage.readJSON(MANIFEST, true) as Manifest | undefined;
  let why = manifest ? '' : MANIFEST + ' is missing or damaged';
  if (manifest) {
    (wanted || Object.keys(manifest)).forEach((name) => {
      why = why || complaintAbout(manifest, name);
    });
  }
  return why && `the file ${why}: upload all files of one build`;
}

/** A message: what is wrong with the files of the firmware, and what to do; '' when all are as they were built. */
export function firmwareComplaint(): string {
  return complaint();
}

/**
 * Runs a module file: `load` has the `require` in it. Returns a text when the file is not the one that was built
 * together with this boot bundle, which is not checked again if `isWhole`: all files are known to be whole. The
 * interpreter does not keep the module: what is wanted of it again is to be kept by the caller.
 */
export function loadModule<T>(name: string, load: () => T, isWhole: boolean): T | string {
  const why = isWhole ? '' : complaint([BOOT_BUNDLE, name]);
  if (why) return why;
  const module = load();
  Modules.removeCached(name);
  return module;
}
