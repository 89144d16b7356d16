import { parseAst } from 'rollup/parseAst';

// Shortens the texts by which parts of a program tell each other what is meant, and which nobody outside of it sees.

type Node = { readonly type: string; readonly start: number; readonly end: number; readonly [field: string]: unknown };

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as Node).type === 'string';

const LETTERS = [...'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'];

/** The program with a letter in place of each of these words, wherever one of them is a whole text. */
export function withShortWords(code: string, words: readonly string[]): string {
  if (words.length > LETTERS.length) throw new Error(`private words: more than ${LETTERS.length}`);
  let out = '';
  let at = 0;
  const visit = (node: Node): void => {
    const word = node.type === 'Literal' ? words.indexOf(node['value'] as string) : -1;
    if (word >= 0) {
      out += `${code.slice(at, node.start)}"${LETTERS[word]}"`;
      at = node.end;
    }
    Object.values(node).flat().filter(isNode).forEach(visit);
  };
  visit(parseAst(code) as unknown as Node);
  return out + code.slice(at);
}

/** For Rollup, before the minifier. */
export const privateWords = (words: readonly string[]) => ({
  name: 'private-words',
  renderChunk: (code: string) => withShortWords(code, words),
});
