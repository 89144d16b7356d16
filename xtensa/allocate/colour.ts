import { FIRST_VIRTUAL } from '../machine/machine-function';
import { ALLOCATABLE } from './coalesce';
import type { Interference } from './interference';

/** The machine register of each virtual register, and the virtual registers that found none. */
type Colouring = { readonly colours: ReadonlyMap<number, number>; readonly spilled: readonly number[] };

/** Colours the graph as Chaitin and Briggs do: easy registers come last, and those that are hard and cheap are spilled. */
export function colour(
  graph: Interference,
  used: ReadonlySet<number>,
  costOf: (register: number) => number,
): Colouring {
  const { neighbours, moves } = graph;
  const remaining = new Set(used);
  const degrees = new Map([...used].map((register) => [register, neighbours[register].size]));
  const stack: number[] = [];
  while (remaining.size > 0) {
    let next: number | undefined;
    for (const register of remaining) {
      if ((degrees.get(register) ?? 0) < ALLOCATABLE.length) {
        next = register;
        break;
      }
    }
    if (next === undefined) {
      const ratio = (register: number): number => costOf(register) / (degrees.get(register) ?? 1);
      next = [...remaining].reduce((least, register) => (ratio(register) < ratio(least) ? register : least));
    }
    remaining.delete(next);
    stack.push(next);
    for (const neighbour of neighbours[next]) degrees.set(neighbour, (degrees.get(neighbour) ?? 0) - 1);
  }

  const colours = new Map<number, number>();
  const spilled: number[] = [];
  const colourOf = (register: number): number | undefined =>
    register < FIRST_VIRTUAL ? register : colours.get(register);
  const partners = new Map<number, number[]>();
  for (const { to, from } of [...moves].sort((a, b) => b.weight - a.weight)) {
    partners.set(to, [...(partners.get(to) ?? []), from]);
    partners.set(from, [...(partners.get(from) ?? []), to]);
  }
  const wishesOf = (register: number): number[] =>
    (partners.get(register) ?? []).flatMap((partner) => colourOf(partner) ?? []);
  for (let register = stack.pop(); register !== undefined; register = stack.pop()) {
    const taken = new Set([...neighbours[register]].map(colourOf));
    const free = ALLOCATABLE.filter((each) => !taken.has(each));
    if (free.length === 0) {
      spilled.push(register);
      continue;
    }
    // A copy between the same register is removed later.
    const wishes = wishesOf(register);
    const wanted = new Set([...neighbours[register]].filter((each) => !colours.has(each)).flatMap(wishesOf));
    const chosen =
      wishes.find((each) => free.includes(each) && !wanted.has(each)) ??
      wishes.find((each) => free.includes(each)) ??
      free.find((each) => !wanted.has(each)) ??
      free[0];
    colours.set(register, chosen);
  }
  return { colours, spilled };
}
