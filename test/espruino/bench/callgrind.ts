import { readFileSync } from 'node:fs';

/** What callgrind counted between two dumps. */
export type Profile = {
  /** Instructions in all. */
  readonly total: number;
  /** Calls into a function from others, and the instructions spent in it and below. */
  into(callee: string): { readonly calls: number; readonly instructions: number };
  /** The same of the calls that one function makes of another. */
  between(caller: string, callee: string): { readonly calls: number; readonly instructions: number };
};

type Edge = { calls: number; instructions: number };

const NAME = /^\((\d+)\)(?: (.*))?$/;
const COST = /^[+\-*\d]\S* (\d+)/;

/**
 * Reads a dump (Valgrind manual, "Callgrind Format Specification"): names are given once and then by their numbers; the line
 * after `calls=` is what a call cost, and 0 calls are one that has not ended.
 */
export function readProfile(path: string): Profile {
  const names = new Map<string, string>();
  const edges = new Map<string, Map<string, Edge>>();
  let caller = '';
  let callee = '';
  let calls: number | undefined;
  let total = 0;
  const nameOf = (text: string): string => {
    const [, number, name] = NAME.exec(text) ?? [];
    if (name !== undefined) names.set(number!, name);
    return names.get(number!) ?? text;
  };
  for (const line of readFileSync(path, 'latin1').split('\n')) {
    if (line.startsWith('fn=')) caller = nameOf(line.slice(3));
    else if (line.startsWith('cfn=')) callee = nameOf(line.slice(4));
    else if (line.startsWith('calls=')) calls = Number.parseInt(line.slice(6), 10);
    else {
      const instructions = Number(COST.exec(line)?.[1] ?? 0);
      if (calls === undefined) total += instructions;
      else add(edges, caller, callee, { calls, instructions });
      calls = undefined;
    }
  }
  const sum = (isWanted: (from: string) => boolean, to: string): Edge => {
    const all = { calls: 0, instructions: 0 };
    for (const [from, edge] of edges.get(to) ?? [])
      if (isWanted(from)) {
        all.calls += edge.calls;
        all.instructions += edge.instructions;
      }
    return all;
  };
  return {
    total,
    into: (to) => sum((from) => from !== to, to),
    between: (from, to) => sum((name) => name === from, to),
  };
}

function add(edges: Map<string, Map<string, Edge>>, caller: string, callee: string, edge: Edge): void {
  const callers = edges.get(callee) ?? new Map<string, Edge>();
  edges.set(callee, callers);
  const known = callers.get(caller);
  if (known === undefined) callers.set(caller, edge);
  else {
    known.calls += edge.calls;
    known.instructions += edge.instructions;
  }
}
