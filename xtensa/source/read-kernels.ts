import { readFileSync } from 'node:fs';
import ts from 'typescript';
import { KernelError } from '../kernel-error';
import { Constants } from './constants';
import type { KernelFunction, KernelProgram, Table } from './kernel-program';
import { tablesIn } from './tables-in';
import { positionOf, sourceName } from './position';
import { readFunction } from './read-function';
import { Scope } from './scope';
import { resolved } from './symbols';
import { type ReadText, createTypeScriptProgram } from './typescript-program';

/** The most parameters of an entry: the signature of E.nativeCall has room for four and a result. */
const MAX_ENTRY_PARAMETERS = 4;

const readFile: ReadText = (path) => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
};

/** Reads and checks all kernels that the functions exported by `entryFile` reach. Throws `KernelError`. */
export function readKernels(entryFile: string, readText: ReadText = readFile): KernelProgram {
  const program = createTypeScriptProgram(entryFile, readText);
  const checker = program.getTypeChecker();
  const files = program.getSourceFiles().filter((file) => !file.isDeclarationFile);
  const entry = files.find((file) => sourceName(file.fileName) === sourceName(ts.sys.resolvePath(entryFile)));
  if (!entry) throw new KernelError({ file: entryFile, line: 1, column: 1 }, 'there is no such file');
  for (const file of files) refuse(program.getSyntacticDiagnostics(file));

  const reader = new Reader(checker);
  const entries = new Map<string, KernelFunction>();
  const module = checker.getSymbolAtLocation(entry);
  for (const symbol of module ? checker.getExportsOfModule(module) : []) {
    const declaration = resolved(checker, symbol).declarations?.[0];
    if (!declaration || !ts.isFunctionDeclaration(declaration)) continue;
    const kernel = reader.read(declaration);
    const extra = declaration.parameters[MAX_ENTRY_PARAMETERS];
    if (extra)
      throw new KernelError(
        positionOf(extra),
        `an entry takes at most ${MAX_ENTRY_PARAMETERS} values: pass the address of a struct`,
      );
    entries.set(symbol.name, kernel);
  }
  if (entries.size === 0)
    throw new KernelError(
      { file: sourceName(entry.fileName), line: 1, column: 1 },
      'no kernel is exported: write `export { name } from …`',
    );
  for (const file of reader.files) refuse(program.getSemanticDiagnostics(file).filter((found) => reader.covers(found)));

  const functions = [...reader.functions.values()];
  const tables = new Set<Table>(functions.flatMap(tablesIn));
  const sources = new Map([...reader.files].map((file) => [sourceName(file.fileName), file.text.split('\n')]));
  return { entries, functions, tables: [...tables], sources };
}

/** Reads functions, each of them once, callees before their callers. */
class Reader {
  readonly functions = new Map<ts.FunctionDeclaration, KernelFunction>();
  readonly files = new Set<ts.SourceFile>();
  private readonly checker: ts.TypeChecker;
  private readonly constants: Constants;
  private readonly reading = new Set<ts.FunctionDeclaration>();

  constructor(checker: ts.TypeChecker) {
    this.checker = checker;
    this.constants = new Constants(checker);
  }

  read(declaration: ts.FunctionDeclaration, call?: ts.Node): KernelFunction {
    const known = this.functions.get(declaration);
    if (known) return known;
    if (this.reading.has(declaration))
      throw new KernelError(
        positionOf(call ?? declaration),
        `${declaration.name?.text} calls itself: write a loop instead of recursion`,
      );
    this.reading.add(declaration);
    this.files.add(declaration.getSourceFile());
    const scope = new Scope(this.checker, this.constants, (callee, caller) => this.read(callee, caller));
    const kernel = readFunction(scope, declaration);
    this.reading.delete(declaration);
    this.functions.set(declaration, kernel);
    return kernel;
  }

  /** Whether a diagnostic of TypeScript is about a function that was read. The rest of a file is not part of the kernels. */
  covers({ file, start = 0 }: ts.Diagnostic): boolean {
    const isIn = (node: ts.Node): boolean => node.getSourceFile() === file && node.pos <= start && start < node.end;
    return [...this.functions.keys()].some(isIn);
  }
}

/** Throws the first diagnostic of TypeScript, such as an unknown name, a wrong type or a mistake in the syntax. */
function refuse(diagnostics: readonly ts.Diagnostic[]): void {
  const [first] = diagnostics;
  if (!first) return;
  const message = ts.flattenDiagnosticMessageText(first.messageText, '; ');
  const { line, character } = first.file?.getLineAndCharacterOfPosition(first.start ?? 0) ?? { line: 0, character: 0 };
  throw new KernelError(
    { file: sourceName(first.file?.fileName ?? ''), line: line + 1, column: character + 1 },
    message,
  );
}
