import { join, relative } from 'node:path';
import { rollup, type OutputOptions, type RollupError, type RollupOptions } from 'rollup';
import type { BuiltFiles } from '../freshness/build-record';
import { PACKAGE_ROOT } from '../package-root';

const COLOUR = /\x1b\[[\d;]*m/g;
/** What Rollup puts before the message of a plug-in: its name, or the module made by a plug-in that it wanted. */
const PREFIX = /^(\[plugin [^\]]*\] )?(Could not load \0[^:]*: )?/;

/** The configuration of Rollup for the firmware. */
export function rollupConfig(): RollupOptions & { readonly output: OutputOptions } {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return require(join(PACKAGE_ROOT, 'rollup.config.js')) as RollupOptions & { output: OutputOptions };
}

/**
 * The files that Rollup makes of the firmware.
 * @runs ../../firmware/main
 * @runs ../../firmware/build/arrow-functions
 * @runs ../../firmware/build/boot-names
 * @runs ../../firmware/build/manifest
 * @runs ../../firmware/build/minify
 * @runs ../../firmware/build/module-files
 * @runs ../../firmware/build/nest-functions
 * @runs ../../firmware/build/release-functions
 * @runs ../../firmware/build/upload-script
 * @runs ../../xtensa/rollup-plugin
 * @throws RollupError
 */
export async function bundleFirmware(): Promise<BuiltFiles> {
  const config = rollupConfig();
  const bundle = await rollup({ ...config, onwarn: () => undefined });
  try {
    const { output } = await bundle.generate(config.output);
    return new Map(output.map((file) => [file.fileName, Buffer.from(file.type === 'chunk' ? file.code : file.source)]));
  } finally {
    await bundle.close();
  }
}

/** What is wrong with the sources, with file, line and column where Rollup knows them. Undefined for any other error. */
export function bundleProblem(error: unknown): string | undefined {
  const { code, id, loc, message } = error as RollupError;
  if (code === undefined && id === undefined) return undefined;
  const text = message.replace(COLOUR, '').replace(PREFIX, '');
  const file = loc?.file ?? id;
  if (file === undefined || file.startsWith('\0')) return text;
  const path = relative(PACKAGE_ROOT, file);
  if (text.startsWith(path)) return text;
  return `${path}${loc ? `:${loc.line}:${loc.column + 1}` : ''}: ${text}`;
}
