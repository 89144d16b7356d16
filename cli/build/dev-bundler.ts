import { rollup, type Plugin, type RollupCache, type RollupOutput } from 'rollup';
import { storageFilesOf } from '../../firmware/build/manifest';
import { storageNameOf, type StorageFiles } from '../../firmware/build/storage-names';
import { hashOfSources } from '../freshness/source-hash';
import { PACKAGE_ROOT } from '../package-root';
import { rollupConfig } from './bundle-firmware';

/** What the kernels are compiled from. */
const KERNELS = { folders: ['firmware/kernels', 'hardware/chip'], files: [] };

/** Plug-ins that are not needed here. */
const LEFT_OUT = ['minify', 'upload-script'];

/** The plug-in that compiles the kernels, which does so only if they have changed. */
function remembering(plugin: Plugin): Plugin {
  const load = plugin.load as (this: unknown, id: string) => unknown;
  let hash = '';
  let latest: unknown;
  return {
    ...plugin,
    load(id) {
      if (id !== '\0kernels') return load.call(this, id) as null;
      const now = hashOfSources(PACKAGE_ROOT, KERNELS);
      if (now !== hash) latest = load.call(this, id);
      hash = now;
      return latest as null;
    },
  };
}

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
  const plugins = (config.plugins as Plugin[])
    .filter(({ name }) => !LEFT_OUT.includes(name))
    .map((plugin) => (plugin.name === 'kernels' ? remembering(plugin) : plugin));
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
