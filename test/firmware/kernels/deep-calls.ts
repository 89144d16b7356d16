import { load32, store32 } from '../../../firmware/kernels/machine';

// Calls within calls, deeper than the register file has windows: all that a frame keeps in a2 to a7 has to go to the
// stack and come back. Each function is called in two places, or it would be written out where it is called.

/** A chain of calls, over which it keeps more values than there are registers that survive a call. */
export function deepCalls(a: number, b: number, c: number, state: number): number {
  const zeroth = load32(state);
  const other = load32(state + 4);
  const third = load32(state + 8) + a;
  const result = first(a, b, c, state);
  store32(state, result ^ zeroth);
  store32(state + 4, Math.imul(a, other) - b - result);
  return (third ^ b) - c;
}

function first(a: number, b: number, c: number, state: number): number {
  const result = a & 1 ? second(b ^ c, a, c + 1, state) : second(b, c - a, a, state);
  return result + Math.imul(a, 3) - (b ^ c);
}

function second(a: number, b: number, c: number, state: number): number {
  const result = b < c ? third(c, b + a, a ^ 5, state) : third(a - c, a, b, state);
  return (result ^ a) + (b << 2) - c;
}

function third(a: number, b: number, c: number, state: number): number {
  const result = a & 1 ? fourth(b ^ c, a, c + 3, state) : fourth(b, c - a, a, state);
  return result + Math.imul(a, 7) - (b ^ c);
}

function fourth(a: number, b: number, c: number, state: number): number {
  const result = b < c ? fifth(c, b + a, a ^ 11, state) : fifth(a - c, a, b, state);
  return (result ^ a) + (b << 4) - c;
}

function fifth(a: number, b: number, c: number, state: number): number {
  const result = a & 1 ? sixth(b ^ c, a, c + 5, state) : sixth(b, c - a, a, state);
  return result + Math.imul(a, 13) - (b ^ c);
}

function sixth(a: number, b: number, c: number, state: number): number {
  const result = b < c ? seventh(c, b + a, a ^ 17, state) : seventh(a - c, a, b, state);
  return (result ^ a) + (b << 1) - c;
}

function seventh(a: number, b: number, c: number, state: number): number {
  const result = a & 1 ? eighth(b ^ c, a, c + 7, state) : eighth(b, c - a, a, state);
  return result + Math.imul(a, 19) - (b ^ c);
}

function eighth(a: number, b: number, c: number, state: number): number {
  const result = b < c ? ninth(c, b + a, a ^ 23, state) : ninth(a - c, a, b, state);
  return (result ^ a) + (b << 3) - c;
}

function ninth(a: number, b: number, c: number, state: number): number {
  const result = a & 1 ? last(b ^ c, a, c + 9, state) : last(b, c - a, a, state);
  return result + Math.imul(a, 29) - (b ^ c);
}

function last(a: number, b: number, c: number, state: number): number {
  store32(state + 8, a - b);
  store32(state + 12, c);
  return a + b + c;
}
