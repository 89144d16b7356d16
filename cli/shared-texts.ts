import { parseAst } from 'rollup/parseAst';

// Gives a name to each text that a minified program repeats so often that the name is shorter. The names come behind the
// functions that head the program: what runs for every packet is looked up among those, and is not to wait for texts.

type Node = { readonly type: string; readonly start: number; readonly end: number; readonly [field: string]: unknown };

/** Bytes that a name has to spare: a look-up takes longer than a short text. */
const WORTH_BYTES = 31;

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as Node).type === 'string';

/** The texts of a program, but for names of fields. */
function textsIn(node: Node): Node[] {
  if (node.type === 'Literal' && typeof node['value'] === 'string') return [node];
  const own = Object.entries(node).filter(([field]) => !(node.type === 'Property' && field === 'key'));
  return own
    .flatMap(([, value]) => value)
    .filter(isNode)
    .flatMap(textsIn);
}

/** Where the program's own declarations stand that are no arrows: before the first of them. */
function behindFunctions(program: Node): Node | undefined {
  const call = (program['body'] as Node[])[0]?.['expression'] as Node | undefined;
  const main = call?.type === 'CallExpression' ? ((call['callee'] as Node)['body'] as Node) : undefined;
  const first = (main?.['body'] as Node[] | undefined)?.[0];
  const declarations = first?.type === 'VariableDeclaration' ? (first['declarations'] as Node[]) : [];
  return declarations.find((declaration) => (declaration['init'] as Node | null)?.type !== 'ArrowFunctionExpression');
}

/** Names of two letters that the program does not have. */
function freeNames(code: string): string[] {
  const names = Array.from({ length: 20 }, (_, index) => '$_'[index % 2] + (index >> 1));
  return names.filter((name) => !code.includes(name));
}

/** The same program with names for its texts. */
export function withSharedTexts(code: string): string {
  const program = parseAst(code) as unknown as Node;
  const place = behindFunctions(program);
  if (!place) return code;
  const texts = textsIn(program).map((node) => ({ node, text: code.slice(node.start, node.end) }));
  const counts = new Map<string, number>();
  for (const { text } of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  const names = freeNames(code);
  const spared = ([text, count]: readonly [string, number]): number => (count - 1) * text.length - (count + 1) * 2 - 2;
  const shared = [...counts.entries()]
    .filter((entry) => spared(entry) >= WORTH_BYTES)
    .sort((a, b) => spared(b) - spared(a))
    .slice(0, names.length)
    .map(([text]) => text);
  let out = '';
  let at = 0;
  const put = (start: number, end: number, text: string): void => {
    const gap = /\w$/.test(code.slice(at, start)) && /^[\w$]/.test(text) ? ' ' : '';
    out += code.slice(at, start) + gap + text + (/^\w/.test(code.slice(end)) && end > start ? ' ' : '');
    at = end;
  };
  const edits = texts
    .filter(({ text }) => shared.includes(text))
    .map(({ node, text }) => ({ start: node.start, end: node.end, text: names[shared.indexOf(text)] }));
  const list = shared.map((text, index) => `${names[index]}=${text},`).join('');
  edits.push({ start: place.start, end: place.start, text: list });
  edits.sort((a, b) => a.start - b.start);
  for (const { start, end, text } of edits) put(start, end, text);
  return out + code.slice(at);
}

/** For Rollup, after all else. */
export const sharedTexts = () => ({ name: 'shared-texts', renderChunk: (code: string) => withSharedTexts(code) });
