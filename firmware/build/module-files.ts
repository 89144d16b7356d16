import MagicString from 'magic-string';
import type { Plugin, RenderedChunk } from 'rollup';
import { bootBundle, isOwnRequire, moduleFile, type Shared } from './link-files';
import { BOOT_BUNDLE } from './storage-names';
import { parse, spanOf, visitNodes } from './syntax-tree';

// What is not needed at boot becomes a module file: a file of its own in Storage, which the interpreter's `require` runs when it
// is first needed. In the source that is `require('./table-path')`, which means the same to Node and, after the build, to the
// board. Rollup splits the program there as it would at `import()`: what the boot bundle needs as well stays in the boot bundle.
// The interpreter runs a module from where it lies in flash: of its functions only pointers into flash are in memory
// (Espruino, src/jswrap_modules.c and jspEvaluateModule in src/jsparse.c).

/** The longest name of a file in Storage, in bytes (Espruino, src/jsflash.h: JSF_MAX_FILENAME_LENGTH). */
const LONGEST_NAME = 28;

/** For Rollup: `files` gives the entry of each module file by its name in Storage, as a path that ends with it. */
export function moduleFiles(files: Readonly<Record<string, string>>): Plugin {
  const long = Object.keys(files).find((name) => name.length > LONGEST_NAME);
  if (long) throw new Error(`"${long}" is longer than the ${LONGEST_NAME} bytes that a name in Storage may have`);
  const fileOf = (path: string): string | undefined =>
    Object.entries(files).find(([, entry]) => path.split('\\').join('/').endsWith(`/${entry}`))?.[0];
  let required: readonly string[] = [];
  let tell: (shared: Shared) => void = () => {};
  let shared: Promise<Shared>;
  return {
    name: 'module-files',
    transform(code) {
      if (!code.includes('require(')) return null;
      const text = new MagicString(code);
      visitNodes(parse(code), (node) => {
        if (isOwnRequire(node)) text.overwrite(spanOf(node.callee).start, spanOf(node.callee).end, 'import');
      });
      return text.hasChanged() ? { code: text.toString(), map: text.generateMap({ hires: 'boundary' }) } : null;
    },
    buildEnd(error) {
      if (error) return;
      required = [...this.getModuleIds()].filter((id) => this.getModuleInfo(id)?.dynamicImporters.length);
      const unknown = required.find((id) => !fileOf(id));
      if (unknown) this.error(`${unknown} is loaded by require() but is the entry of no module file`);
    },
    outputOptions: (options) => ({
      ...options,
      format: 'es',
      entryFileNames: BOOT_BUNDLE,
      chunkFileNames: ({ facadeModuleId, name }) => `${fileOf(facadeModuleId ?? '') ?? name}.js`,
      minifyInternalExports: false,
    }),
    renderDynamicImport: () => ({ left: 'require(', right: ')' }),
    renderStart() {
      shared = new Promise((resolve) => (tell = resolve));
    },
    async renderChunk(code, chunk, _options, { chunks }) {
      const chunkOf = (fileName: string): RenderedChunk => chunks[fileName] ?? this.error(`there is no ${fileName}`);
      const files = Object.values(chunks).map(({ facadeModuleId }) => facadeModuleId);
      const empty = required.find((id) => !files.includes(id));
      if (empty) this.error(`${fileOf(empty)} would be empty: the boot bundle has all of it`);
      let text: MagicString;
      if (chunk.isEntry) {
        const boot = bootBundle(code, chunkOf);
        text = boot.text;
        tell(boot.shared);
      } else text = moduleFile(code, chunk, await shared);
      return { code: text.toString(), map: text.generateMap({ hires: 'boundary' }) };
    },
  };
}
