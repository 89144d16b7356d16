import { relative, sep } from 'node:path';
import type ts from 'typescript';
import type { Position } from '../kernel-error';

/** The name under which a source appears in messages: its path from where the build runs. */
export function sourceName(path: string): string {
  const name = relative(process.cwd(), path).split(sep).join('/');
  return name.startsWith('../') ? path : name;
}

/** Where a node of the syntax tree starts. */
export function positionOf(node: ts.Node): Position {
  const file = node.getSourceFile();
  const { line, character } = file.getLineAndCharacterOfPosition(node.getStart(file));
  return { file: sourceName(file.fileName), line: line + 1, column: character + 1 };
}
