import { readFileSync } from 'node:fs';
import { blobModule } from './blob-module';
import { compileKernels } from './compile-kernels';
import { readKernels } from './source/read-kernels';
import type { ReadText } from './source/typescript-program';

const MODULE = 'kernels';
const ID = `\0${MODULE}`;
/** The file next to the bundle that holds the listing. */
export const LISTING_FILE = 'kernels.lst';

/** The part of Rollup's plugin context that is used here, because this folder imports no packages but TypeScript. */
type BuildContext = {
  addWatchFile(path: string): void;
  emitFile(file: { type: 'asset'; fileName: string; source: string }): string;
};

/** What the module is made of, and the text of every file that was looked for; undefined is one that there was not. */
type Compiled = {
  readonly code: string;
  readonly listing: string;
  readonly files: readonly string[];
  readonly texts: ReadonlyMap<string, string | undefined>;
};

/** What was compiled last, by entry files: most builds that follow one another have the same kernels. */
const latest = new Map<string, Compiled>();

function compile(entryFile: string, readText: ReadText): Compiled {
  const known = latest.get(entryFile);
  if (known && [...known.texts].every(([path, text]) => readText(path) === text)) return known;
  const texts = new Map<string, string | undefined>();
  const program = readKernels(entryFile, (path) => {
    if (!texts.has(path)) texts.set(path, readText(path));
    return texts.get(path);
  });
  const blob = compileKernels(program);
  const lines = Object.entries(blobModule(blob)).map(
    ([name, value]) => `export const ${name} = ${JSON.stringify(value)};`,
  );
  const compiled = { code: lines.join('\n'), listing: blob.listing, files: [...program.sources.keys()], texts };
  latest.set(entryFile, compiled);
  return compiled;
}

/**
 * The Rollup plugin that provides the module 'kernels': what `entryFile` exports, compiled. It writes the listing next to
 * the bundle. A kernel that cannot be compiled fails the build with a `KernelError`. Kernels whose files are what they were at
 * the build before are not compiled again.
 */
export function kernels(entryFile: string, readText: ReadText = (path) => readFileOrNothing(path)) {
  return {
    name: MODULE,
    resolveId: (source: string): string | null => (source === MODULE ? ID : null),
    load(this: BuildContext, id: string) {
      if (id !== ID) return null;
      const { code, listing, files } = compile(entryFile, readText);
      for (const file of files) this.addWatchFile(file);
      this.emitFile({ type: 'asset', fileName: LISTING_FILE, source: listing });
      return { code, moduleSideEffects: false };
    },
  };
}

function readFileOrNothing(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
