import { isSram1Code, otherSram1Address, RTC_FAST_BYTES, RTC_FAST_CODE, RTC_FAST_DATA } from '../core/address-map';
import { UnmappedAddress } from '../core/errors';
import type { AddressSpace, Block } from './address-space';

/** What is on the buses of the core. */
type MemoryMapOptions = {
  /** Memory by bytes. The part of it in SRAM1 can be executed, too, in reverse order. */
  readonly ram: { blockAt(address: number): Block | undefined };
  /** RTC FAST memory: 8 KB. */
  readonly rtcFast?: ArrayBuffer | undefined;
  /** Everything that takes whole words only. */
  readonly registers?: { read32(address: number): number; write32(address: number, value: number): void } | undefined;
  /** Memory that is executed at the addresses of its bytes, as on other cores than the ESP32's. For tests with QEMU. */
  readonly flat?: readonly Block[] | undefined;
};

/** The RAM of a memory map, made of blocks. */
export function ramOf(blocks: readonly Block[]): { blockAt(address: number): Block | undefined } {
  return { blockAt: (address) => blocks.find((block) => isIn(block, address)) };
}

/** The memory of the ESP32 as a program on the PRO_CPU reaches it. */
export function createMemoryMap({ ram, rtcFast, registers, flat = [] }: MemoryMapOptions): AddressSpace {
  const rtcByBytes = rtcFast && { address: RTC_FAST_DATA, buffer: rtcFast };
  const rtcWords = new Int32Array(rtcFast ?? new ArrayBuffer(0));
  const isRtcCode = (address: number): boolean =>
    rtcFast !== undefined && address >= RTC_FAST_CODE && address < RTC_FAST_CODE + RTC_FAST_BYTES;
  const rtcWord = (address: number): number => (address - RTC_FAST_CODE) >> 2;

  /** Finds a word of RAM. The view is kept while the block stays the same. */
  const words = { address: 0, view: new Int32Array(0), buffer: rtcWords.buffer };
  const ramWord = (address: number): { readonly view: Int32Array; readonly index: number } | undefined => {
    const block = ram.blockAt(address) ?? flat.find((one) => isIn(one, address));
    if (block === undefined || (address & 3) !== 0) return undefined;
    if (block.buffer !== words.buffer || block.address !== words.address) {
      const view = new Int32Array(block.buffer, 0, block.buffer.byteLength >> 2);
      Object.assign(words, { ...block, view });
    }
    const index = (address - block.address) >> 2;
    return index < words.view.length ? { view: words.view, index } : undefined;
  };

  const isWord = (address: number): boolean => flat.some((one) => isIn(one, address));
  const fetch = (address: number): number | undefined => {
    if (isRtcCode(address)) return rtcWords[rtcWord(address)]! >>> 0;
    const at = isSram1Code(address) ? otherSram1Address(address) : address;
    if (at === address && !isWord(address)) return undefined;
    const found = ramWord(at);
    return found === undefined ? undefined : found.view[found.index]! >>> 0;
  };

  return {
    blockAt: (address) =>
      rtcByBytes !== undefined && isIn(rtcByBytes, address)
        ? rtcByBytes
        : (ram.blockAt(address) ?? flat.find((one) => isIn(one, address))),
    read32(address) {
      if (isRtcCode(address)) return rtcWords[rtcWord(address)]! >>> 0;
      const found = isSram1Code(address) ? ramWord(otherSram1Address(address)) : undefined;
      if (found !== undefined) return found.view[found.index]! >>> 0;
      if (registers === undefined) throw new UnmappedAddress('read', address);
      return registers.read32(address);
    },
    write32(address, value) {
      const found = isSram1Code(address) ? ramWord(otherSram1Address(address)) : undefined;
      if (isRtcCode(address)) rtcWords[rtcWord(address)] = value;
      else if (found !== undefined) found.view[found.index] = value;
      else if (registers === undefined) throw new UnmappedAddress('write', address);
      else registers.write32(address, value);
    },
    fetch,
    isCode(address, code) {
      const last = address + 4 * (code.length - 1);
      if (isSram1Code(address) && isSram1Code(last)) {
        const found = ramWord(otherSram1Address(address));
        if (found !== undefined && found.index >= code.length - 1) {
          const { view, index } = found;
          for (let i = 0; i < code.length; i++) if (view[index - i] !== code[i]) return false;
          return true;
        }
      }
      return code.every((word, i) => fetch(address + 4 * i) === word >>> 0);
    },
  };
}

function isIn(block: Block, address: number): boolean {
  return address >= block.address && address < block.address + block.buffer.byteLength;
}
