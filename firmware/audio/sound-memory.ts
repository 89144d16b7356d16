import { DMA_HIGH, DMA_LOW } from '../../hardware/chip/esp32-i2s';
import { fitsRtcFast, isExecutable } from './kernel-path/executable-memory';

/** Memory for the DMA, and on kernels also for machine code. It must never move. */
export type SoundMemory = { readonly words: Uint32Array; readonly base: number };

/** A message: why the DMA cannot use the memory; '' when it can. */
function complaint(address: number, bytes: number): string {
  if (!address) return 'the DMA buffer is not in one piece: too little free memory at boot';
  if (address & 3) return 'the DMA buffer is not aligned to 4 bytes';
  if (address < DMA_LOW || address + bytes > DMA_HIGH) {
    return 'the DMA buffer lies where I2S cannot reach it: use a module without PSRAM (WROOM, PICO-D4)';
  }
  return '';
}

/**
 * Allocates `count` words, and behind them `codeWords` words for code that is too long for RTC FAST memory, if the
 * memory lies where the processor can execute it. Returns a message when the DMA cannot use the memory. Call it first
 * at boot, and keep the memory for ever.
 */
export function allocateSoundMemory(count: number, codeWords: number): SoundMemory | string {
  let words: Uint32Array | undefined = new Uint32Array(count);
  let address = E.getAddressOf(words, true);
  if (!fitsRtcFast(4 * codeWords) && isExecutable(address)) {
    // The first array is released before the larger one is allocated.
    words = undefined;
    words = new Uint32Array(count + codeWords);
    address = E.getAddressOf(words, true);
  }
  return complaint(address, 4 * words.length) || { words, base: address };
}
