import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
// eslint-disable-next-line @typescript-eslint/no-require-imports
const { forbidden } = require('../../.dependency-cruiser.js') as { readonly forbidden: readonly Rule[] };

// ARCHITECTURE.md's tables of who may import whom, written from the rules. `npm run -s architecture` runs this file.

type Rule = { readonly name: string; readonly comment: string; readonly from: { readonly path?: string } };

/** A part of the tree: a folder, or a file that stands higher or lower than its folder. */
export type Part = {
  /** Its path from the root. */
  readonly name: string;
  /** What of ours it may import, as paths from the root. */
  readonly arrows: readonly string[];
  /** Which files it has. */
  readonly has: RegExp;
};

/** The names of all rules. */
export const RULES: readonly string[] = forbidden.map(({ name }) => name);

/** The parts, from the bottom of each folder of the root to its top. */
export const PARTS: readonly Part[] = forbidden
  .filter(({ name, from }) => from.path?.startsWith(`^${name.replace(/\./g, '\\.')}`))
  .map(({ name, comment, from }) => ({
    name,
    arrows: comment === 'nothing' ? [] : comment.split(', '),
    has: new RegExp(from.path ?? ''),
  }));

const ARCHITECTURE = join(__dirname, '../../ARCHITECTURE.md');

/** The table of one folder of the root. The parts' names are told as from that folder, all others as from the root. */
function tableOf(folder: string): string {
  const inside = `${folder}/`;
  const shown = (name: string): string => {
    const ending = name.endsWith('.ts') ? '' : '/';
    return `\`${name.startsWith(inside) ? name.slice(inside.length) : name}${ending}\``;
  };
  const parts = PARTS.filter(({ name }) => name.startsWith(inside) && !name.endsWith('.d.ts'));
  const rows = parts.map(({ name, arrows }) => {
    const ours = arrows.filter((arrow) => arrow.startsWith(inside));
    const others = arrows.filter((arrow) => !arrow.startsWith(inside));
    return `| ${shown(name)} | ${ours.map(shown).join(', ') || 'nothing'} | ${others.map(shown).join(', ') || 'nothing'} |`;
  });
  return [`| part of \`${inside}\` | may import | and from outside |`, '|---|---|---|', ...rows].join('\n');
}

/** The text with every table between `<!-- arrows:folder -->` and `<!-- /arrows -->` as the rules have it. */
export function withArrowTables(text: string): string {
  return text.replace(
    /(<!-- arrows:([a-z-]+) -->\n)[^]*?(<!-- \/arrows -->)/g,
    (_, begin: string, folder: string, end: string) => `${begin}\n${tableOf(folder)}\n\n${end}`,
  );
}

if (require.main === module) writeFileSync(ARCHITECTURE, withArrowTables(readFileSync(ARCHITECTURE, 'utf8')));
