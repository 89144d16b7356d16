import { load32, load8, store32, store8 } from '../../../firmware/kernels/machine';

/** Exclusive or of `key` into `data`, in place: a kernel that reads and writes any bytes, by words where it can. */
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
