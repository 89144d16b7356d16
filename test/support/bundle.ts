import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  rollup,
  type OutputOptions,
  type Plugin,
  type RollupCache,
  type RollupOptions,
  type RollupOutput,
} from 'rollup';
import { manifestOf, storageFilesOf } from '../../firmware/build/manifest';
import { BOOT_FILE, builtFileOf, MANIFEST_NAME, type StorageFiles } from '../../firmware/build/storage-names';
import { kernels } from '../../xtensa/rollup-plugin';

// eslint-disable-next-line @typescript-eslint/no-require-imports
const config = require('../../rollup.config.js') as RollupOptions & { output: OutputOptions };

/** One deliberate mistake: `from` stands exactly once in the file whose path ends with `file`. */
export type Mutation = { readonly file: string; readonly from: string; readonly to: string };

type Output = RollupOutput['output'];

/** What Rollup has made of each source; it looks at the text before it uses that again. */
let cache: RollupCache | undefined;

/**
 * What Rollup makes before the minifier, which takes longest, with at most one mistake put into the sources.
 * @runs ../../cli/build/bundle-firmware
 */
async function bundle(output: OutputOptions, mutation?: Mutation): Promise<Output> {
  let applied = 0;
  const read = (path: string): string | undefined => {
    let code: string;
    try {
      code = readFileSync(path, 'utf8');
    } catch {
      return undefined;
    }
    if (!mutation || !path.endsWith(mutation.file)) return code;
    applied = code.split(mutation.from).length - 1;
    return code.replace(mutation.from, () => mutation.to);
  };
  const mutate: Plugin = {
    name: 'mutate',
    // The cache compares what is loaded, so the mistake has to be in it.
    load: (id) => (mutation && id.endsWith(mutation.file) ? (read(id) ?? null) : null),
  };
  const plugins = (config.plugins as Plugin[]).filter(({ name }) => name !== 'minify' && name !== 'kernels');
  const build = await rollup({
    ...config,
    plugins: [mutate, kernels('firmware/kernels/index.ts', read), ...plugins],
    ...(cache ? { cache } : {}),
  });
  cache = build.cache;
  const { output: files } = await build.generate(output);
  await build.close();
  if (mutation && applied !== 1)
    throw new Error(`"${mutation.from}" stands ${applied} times in ${mutation.file}, not once`);
  return files;
}

/** The files of the firmware before they are minified, with at most one mistake put into the sources. */
export async function bundleFirmware(mutation?: Mutation): Promise<StorageFiles> {
  return storageFilesOf(await bundle({ ...config.output, sourcemap: false }, mutation));
}

/** Writes the files of the firmware and their source maps into `folder`, as the build does into dist/, with a mistake in them. */
export async function writeFirmware(folder: string, mutation: Mutation): Promise<void> {
  const output = await bundle(config.output, mutation);
  for (const [name, text] of Object.entries(asciiFilesOf(output)))
    writeFileSync(join(folder, builtFileOf(name)), text, 'latin1');
  for (const file of output)
    if (file.fileName.endsWith('.map') && file.type === 'asset')
      writeFileSync(join(folder, file.fileName), file.source);
}

/** The files in ASCII, as the minifier makes them: what is beyond it is in comments only, and becomes a question mark. */
function asciiFilesOf(output: Output): StorageFiles {
  const files = Object.entries(storageFilesOf(output)).filter(([name]) => name !== MANIFEST_NAME);
  const ascii = Object.fromEntries(files.map(([name, text]) => [name, text.replace(/[^\0-\x7f]/g, '?')]));
  return { ...ascii, [MANIFEST_NAME]: manifestOf(ascii) };
}

/** The firmware with another boot bundle, and a manifest that has it. */
export function withBootBundle(firmware: StorageFiles, change: (code: string) => string): StorageFiles {
  const files = Object.entries(firmware).filter(([file]) => file !== MANIFEST_NAME);
  const changed = { ...Object.fromEntries(files), [BOOT_FILE]: change(firmware[BOOT_FILE] ?? '') };
  return { ...changed, [MANIFEST_NAME]: manifestOf(changed) };
}
