import ts from 'typescript';
import { resolve } from 'node:path';

/** Reads the text of a source, or gives undefined if there is no such file. */
export type ReadText = (path: string) => string | undefined;

const LIBRARY_PATH = resolve('/kernel-library.d.ts');

/** The library of the kernels. Reading TypeScript's own library would take longer than compiling the kernels. */
const LIBRARY = `
interface Array<T> { readonly length: number; [index: number]: T }
interface ReadonlyArray<T> { readonly length: number; readonly [index: number]: T }
interface Boolean {} interface Function {} interface CallableFunction {} interface NewableFunction {}
interface IArguments {} interface Number {} interface Object {} interface RegExp {} interface String {}
type Readonly<T> = { readonly [K in keyof T]: T[K] };
type Record<K extends string | number, T> = { [P in K]: T };
declare const Math: {
  imul(left: number, right: number): number;
  min(left: number, right: number): number;
  max(left: number, right: number): number;
  abs(value: number): number;
  clz32(value: number): number;
};
`;

const OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  strict: true,
  noLib: true,
  types: [],
  noEmit: true,
};

/** The TypeScript program of `entryFile` and everything it imports. */
export function createTypeScriptProgram(entryFile: string, readText: ReadText): ts.Program {
  const textOf = (path: string): string | undefined => (path === LIBRARY_PATH ? LIBRARY : readText(path));
  const host: ts.CompilerHost = {
    getSourceFile: (path, options) => {
      const text = textOf(path);
      return text === undefined ? undefined : ts.createSourceFile(path, text, options);
    },
    fileExists: (path) => textOf(path) !== undefined,
    readFile: textOf,
    directoryExists: () => true,
    getDirectories: () => [],
    getDefaultLibFileName: () => LIBRARY_PATH,
    getCurrentDirectory: () => resolve('.'),
    getCanonicalFileName: (path) => path,
    useCaseSensitiveFileNames: () => true,
    getNewLine: () => '\n',
    writeFile: () => {
      throw new Error('the reader of kernels writes no files');
    },
  };
  return ts.createProgram({ rootNames: [LIBRARY_PATH, resolve(entryFile)], options: OPTIONS, host });
}
