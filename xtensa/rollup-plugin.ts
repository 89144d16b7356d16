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

/**
 * The Rollup plugin that provides the module 'kernels': what `entryFile` exports, compiled. It writes the listing next to
 * the bundle. A kernel that cannot be compiled fails the build with a `KernelError`.
 */
export function kernels(entryFile: string, readText: ReadText = (path) => readFileOrNothing(path)) {
  return {
    name: MODULE,
    resolveId: (source: string): string | null => (source === MODULE ? ID : null),
    load(this: BuildContext, id: string) {
      if (id !== ID) return null;
      const program = readKernels(entryFile, readText);
      for (const file of program.sources.keys()) this.addWatchFile(file);
      const blob = compileKernels(program);
      this.emitFile({ type: 'asset', fileName: LISTING_FILE, source: blob.listing });
      const lines = Object.entries(blobModule(blob)).map(
        ([name, value]) => `export const ${name} = ${JSON.stringify(value)};`,
      );
      return { code: lines.join('\n'), moduleSideEffects: false };
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
