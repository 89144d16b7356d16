import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

// The documents as their readers use them: tables, and commands in code blocks.

export const ROOT = join(__dirname, '../..');

const GUIDES = readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.md'))
  .map((path) => `docs/${path}`);

/** Everything that people read, but the wire text, which has tests of its own. */
export const DOCUMENTS = ['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'CHANGELOG.md', ...GUIDES];

export function readDocument(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

/** What stands in the code blocks of a language, one text a block, without the indent of a list. */
export function codeBlocks(text: string, language: string): string[] {
  const blocks = text.matchAll(new RegExp(`^( *)\`\`\`${language}\\n([^]*?)^ *\`\`\`$`, 'gm'));
  return [...blocks].map(([, indent = '', code = '']) => code.replace(new RegExp(`^${indent}`, 'gm'), ''));
}

/** The rows of the table whose head begins so, as cells; `\|` is a bar within a cell. */
export function tableRows(text: string, head: string): string[][] {
  const lines = text.split('\n');
  const start = lines.findIndex((line) => line.startsWith(head));
  if (start < 0) throw new Error(`there is no table "${head}"`);
  const rest = lines.slice(start + 2);
  const end = rest.findIndex((line) => !line.startsWith('|'));
  return rest.slice(0, end < 0 ? undefined : end).map((line) =>
    line
      .split(/(?<!\\)\|/)
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

/** What stands between backticks, outside code blocks. */
export function quoted(text: string): string[] {
  const prose = text.replace(/^ *```[^]*?^ *```$/gm, '');
  return [...prose.matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code);
}

/** A simple command of a shell: variables set for it, and its words. */
export type ShellCommand = { readonly variables: ReadonlyMap<string, string>; readonly words: readonly string[] };

const ASSIGNMENT = /^([A-Z_]+)=([^]*)$/;

/**
 * The commands of a shell script with single and double quotes, comments, `\` at a line's end, `&&`, variables and `export`.
 * `given` are variables that hold other values than the script sets.
 */
export function shellCommands(script: string, given: ReadonlyMap<string, string> = new Map()): ShellCommand[] {
  const known = new Map(given);
  const commands: ShellCommand[] = [];
  let words: string[] = [];
  let word: string | undefined;
  let quote = '';

  const endWord = (): void => {
    if (word !== undefined) words.push(word);
    word = undefined;
  };
  const endCommand = (): void => {
    endWord();
    const isExport = words[0] === 'export';
    const rest = isExport ? words.slice(1) : words;
    const firstWord = rest.findIndex((text) => !ASSIGNMENT.test(text));
    const assignments = rest.slice(0, firstWord < 0 ? undefined : firstWord);
    const variables = new Map(
      assignments.map((text): [string, string] => {
        const [, name = '', value = ''] = ASSIGNMENT.exec(text) ?? [];
        return [name, given.get(name) ?? value];
      }),
    );
    if (firstWord >= 0) commands.push({ variables, words: rest.slice(firstWord) });
    else for (const [name, value] of variables) known.set(name, value);
    words = [];
  };

  const tokens = script.matchAll(/\\\n|&&|\$(\w+)|(#[^\n]*)|([^])/g);
  for (const [token, name, comment] of tokens) {
    if (quote === "'" && token !== "'") word = (word ?? '') + token;
    else if (name !== undefined) word = (word ?? '') + (known.get(name) ?? '');
    else if (quote === '"' && token !== '"') word = (word ?? '') + token;
    else if (token === "'" || token === '"') {
      quote = quote === token ? '' : token;
      word ??= '';
    } else if (comment !== undefined && word === undefined) continue;
    else if (token === '\\\n' || /^[ \t]$/.test(token)) endWord();
    else if (token === '\n' || token === '&&') endCommand();
    else word = (word ?? '') + token;
  }
  endCommand();
  return commands;
}
