import { DMA_HIGH, DMA_LOW } from '../../hardware/chip/esp32-i2s';
import { isExecutable } from './kernel-path/executable-memory';

/** Memory that DMA, and on kernels the processor itself, may use: it must never move. */
export type SoundMemory = { readonly words: Uint32Array; readonly base: number };

/** Why the memory cannot serve the DMA, in words for the owner; '' when it can. */
function complaint(address: number, bytes: number): string {
  if (!address) return 'the DMA buffer is not in one piece: too little free memory at boot';
  if (address & 3) return 'the DMA buffer is not aligned to 4 bytes';
  if (address < DMA_LOW || address + bytes > DMA_HIGH) {
    return 'the DMA buffer lies where I2S cannot reach it: use a module without PSRAM (WROOM, PICO-D4)';
  }
  return '';
}

/**
 * Takes so many words, first thing at boot and for ever; and behind them room for `codeWords` words of code where the processor
 * can execute it. Returns a text instead when the memory will not do.
 */
export function takeSoundMemory(count: number, codeWords: number): SoundMemory | string {
  let words: Uint32Array | undefined = new Uint32Array(count);
  let address = E.getAddressOf(words, true);
  if (isExecutable(address)) {
    // Given back before more is asked for.
    words = undefined;
    words = new Uint32Array(count + codeWords);
    address = E.getAddressOf(words, true);
  }
  return complaint(address, 4 * words.length) || { words, base: address };
}
