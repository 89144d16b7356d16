import { relative, sep } from 'node:path';
import type ts from 'typescript';
import type { Position } from '../kernel-error';

/** The name of a source in messages: its path relative to where the build runs, or its absolute path outside of it. */
export function sourceName(path: string): string {
  const name = relative('', path).split(sep).join('/');
  return name.startsWith('../') ? path : name;
}

/** The place where a node of the syntax tree begins. */
export function positionOf(node: ts.Node): Position {
  const file = node.getSourceFile();
  const { line, character } = file.getLineAndCharacterOfPosition(node.getStart(file));
  return { file: sourceName(file.fileName), line: line + 1, column: character + 1 };
}
