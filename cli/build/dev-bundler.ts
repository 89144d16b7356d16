import { rollup, type Plugin, type RollupCache, type RollupOutput } from 'rollup';
import { storageFilesOf } from '../../firmware/build/manifest';
import { storageNameOf, type StorageFiles } from '../../firmware/build/storage-names';
import { rollupConfig } from './bundle-firmware';

/** Plug-ins that are not needed here. */
const LEFT_OUT = ['minify', 'upload-script'];

/** The firmware as files for a board, with source maps by names in Storage. */
type Bundle = { readonly firmware: StorageFiles; readonly maps: Readonly<Record<string, string>> };

function bundleOf(output: RollupOutput['output']): Bundle {
  const maps: Record<string, string> = {};
  for (const file of output)
    if (file.type === 'asset' && file.fileName.endsWith('.map'))
      maps[storageNameOf(file.fileName.replace(/\.map$/, ''))] = String(file.source);
  return { firmware: storageFilesOf(output), maps };
}

/**
 * A function that bundles the firmware fast: it keeps what has not changed, and leaves out the minifier, which takes longer
 * than all else. The function throws RollupError.
 */
export function createDevBundler(): () => Promise<Bundle> {
  const config = rollupConfig();
  const plugins = (config.plugins as Plugin[]).filter(({ name }) => !LEFT_OUT.includes(name));
  let cache: RollupCache | undefined;
  return async () => {
    const bundle = await rollup({ ...config, plugins, ...(cache ? { cache } : {}), onwarn: () => undefined });
    cache = bundle.cache;
    try {
      return bundleOf((await bundle.generate(config.output)).output);
    } finally {
      await bundle.close();
    }
  };
}
