import { load32, load8, store32, store8 } from './machine';

// What a secured payload needs besides AES itself, which the interpreter has: counter blocks to encipher, and the exclusive
// or of the key stream that they become. RFC 3711, section 4.1.1.
//
//  0                                          14      16
//  │  session salt ⊕ SSRC ⊕ packet index      │ counter │     one block, network order

const BLOCK_BYTES = 16;
const COUNTER_AT = 14;

/** Exclusive or of `key` into `data`, in place. */
export function xorBytes(data: number, key: number, bytes: number): void {
  const end = data + bytes;
  if (((data | key) & 3) === 0) {
    for (const lastWord = end - 4; data <= lastWord; data += 4) {
      store32(data, load32(data) ^ load32(key));
      key += 4;
    }
  }
  for (; data < end; data++) {
    store8(data, load8(data) ^ load8(key));
    key++;
  }
}

/** Writes `blocks` counter blocks: the first 14 bytes of `iv`, and a count that begins with `first`. */
export function counterBlocks(out: number, iv: number, first: number, blocks: number): void {
  for (const last = first + blocks; first < last; first++) {
    for (let i = 0; i < COUNTER_AT; i++) store8(out + i, load8(iv + i));
    store8(out + COUNTER_AT, first >> 8);
    store8(out + COUNTER_AT + 1, first);
    out += BLOCK_BYTES;
  }
}
