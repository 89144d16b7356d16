import { createHash } from 'node:crypto';
import type { OutputAsset, OutputChunk, Plugin } from 'rollup';
import { builtFileOf, MANIFEST_NAME, storageNameOf, type StorageFiles } from './storage-names';

// The manifest: which files a build consists of, so that the board can tell whether it has them all, whole, and of one build.

/** JSON: the length in bytes and the SHA-256, in base 64, of each file by its name in Storage. */
export function manifestOf(files: StorageFiles): string {
  const rows = Object.entries(files).map(([name, text]) => {
    const bytes = Buffer.from(text);
    return [name, [bytes.length, createHash('sha256').update(bytes).digest('base64')]] as const;
  });
  return JSON.stringify(Object.fromEntries(rows));
}

/** The files for Storage of what Rollup made, by the order of their names, and the manifest last. */
export function storageFilesOf(output: readonly (OutputChunk | OutputAsset)[]): StorageFiles {
  const chunks = output.filter((file) => file.type === 'chunk');
  const rows = chunks.map(({ fileName, code }): [string, string] => [storageNameOf(fileName), code]);
  const files = Object.fromEntries(rows.sort(([a], [b]) => (a < b ? -1 : 1)));
  return { ...files, [MANIFEST_NAME]: manifestOf(files) };
}

/** For Rollup, after all else: dist/sb.manifest.json. */
export function manifest(): Plugin {
  return {
    name: 'manifest',
    generateBundle(_options, bundle) {
      const source = storageFilesOf(Object.values(bundle))[MANIFEST_NAME] ?? '';
      this.emitFile({ type: 'asset', fileName: builtFileOf(MANIFEST_NAME), source });
    },
  };
}
