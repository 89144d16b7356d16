import { rollup, type OutputOptions, type Plugin, type RollupOptions } from 'rollup';

// eslint-disable-next-line @typescript-eslint/no-require-imports
const config = require('../../rollup.config.js') as RollupOptions & { output: OutputOptions };

/** One deliberate mistake: `from` stands exactly once in the file whose path ends with `file`. */
export type Mutation = { readonly file: string; readonly from: string; readonly to: string };

/** The bundle before it is minified, which takes longest, with at most one mistake put into the sources. */
export async function bundleFirmware(mutation?: Mutation): Promise<string> {
  let applied = 0;
  const mutate = {
    name: 'mutate',
    transform(code: string, id: string) {
      if (!mutation || !id.endsWith(mutation.file)) return null;
      applied = code.split(mutation.from).length - 1;
      return { code: code.replace(mutation.from, () => mutation.to), map: null };
    },
  };
  const plugins = (config.plugins as Plugin[]).filter(({ name }) => name !== 'terser');
  const bundle = await rollup({ ...config, plugins: [mutate, ...plugins] });
  const { output } = await bundle.generate(config.output);
  await bundle.close();
  if (mutation && applied !== 1)
    throw new Error(`"${mutation.from}" stands ${applied} times in ${mutation.file}, not once`);
  return output[0].code;
}
