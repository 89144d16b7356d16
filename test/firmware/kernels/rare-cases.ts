import { load32, load8, store32, table8 } from '../../../firmware/kernels/machine';

// What no kernel of the firmware needs, and a compiler can still get wrong.

const BYTES = table8([200, 1, 255, 100, 128, 7, 50, 90]);

/** One result of each kind from 16 bytes at `state`, which then has 32. */
export function rareCases(a: number, b: number, c: number, state: number): number {
  // Values that are exchanged on the way round a loop: copies in a circle.
  let one = a;
  let other = b;
  for (let i = c & 7; i > 0; i--) {
    const kept = one;
    one = other;
    other = kept;
  }
  // Bytes with the highest bit set, of memory and of a table.
  store32(state + 16, (load8(state) | 0x80) + load8(BYTES + (c & 7)));
  // A constant beyond what the short form can hold, and two of which the low halves are alike.
  store32(state + 20, (c & 3) === 1 ? 100 : other ^ (b & 1 ? 0x12345678 : 0x72345678));
  // More than a constant, and values chosen by a sign and by size.
  let count = load8(state + 1) > 5 ? 1 : 0;
  if ((c & 15) > 7) count += one;
  store32(state + 24, count + (a < 0 ? b : c) + (one < c ? c : one));
  store32(state + 28, load32(state + 4) - (other << 3) - (one >>> 31));
  return one - Math.imul(other, 3);
}
