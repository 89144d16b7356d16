import type { Node } from 'estree';
import type { Plugin } from 'rollup';
import { minify as runTerser, type MinifyOptions } from 'terser';
import { visitNodes } from './syntax-tree';

/** The names that the minifier comes to by itself are no longer than this in a program of this size. */
const SHORT_NAME = 3;

/** The name of a field that this node reads, writes or makes; '' for any other node. */
function fieldOf(node: Node): string {
  if (node.type === 'MemberExpression' && !node.computed) return nameOf(node.property);
  return node.type === 'Property' && !node.computed ? nameOf(node.key) : '';
}

function nameOf(key: Node): string {
  if (key.type === 'Literal') return String(key.value);
  return key.type === 'Identifier' ? key.name : '';
}

/** The options with these names of fields kept for those that have them already. */
function keeping(options: MinifyOptions, names: ReadonlySet<string>): MinifyOptions {
  const mangle = typeof options.mangle === 'object' ? options.mangle : undefined;
  const properties = typeof mangle?.properties === 'object' ? mangle.properties : undefined;
  if (!properties) return options;
  const { regex } = properties;
  const reserved = [
    ...(properties.reserved ?? []),
    ...[...names].filter((name) => !regex || !new RegExp(regex).test(name)),
  ];
  return { ...options, mangle: { ...mangle, properties: { ...properties, reserved } } };
}

/**
 * The minifier, for a program of several files: a field that it renames has the same new name in each of them, and no new name
 * is one that another file uses. The boot bundle comes first, so that it has the shortest names.
 */
export function minify(options: MinifyOptions): Plugin {
  const names = new Set<string>();
  let nameCache = {};
  let before: Promise<unknown> = Promise.resolve();
  return {
    name: 'minify',
    buildStart() {
      names.clear();
    },
    moduleParsed({ ast }) {
      if (!ast) return;
      visitNodes(ast, (node) => {
        const name = fieldOf(node);
        if (name.length <= SHORT_NAME) names.add(name);
      });
    },
    renderStart() {
      nameCache = {};
      before = Promise.resolve();
    },
    renderChunk(code) {
      const run = before.then(async () => {
        const result = await runTerser(code, { ...keeping(options, names), sourceMap: true, nameCache });
        return { code: result.code ?? '', map: result.map as string };
      });
      before = run;
      return run;
    },
  };
}
