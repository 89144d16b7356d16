import {
  CODE,
  CODE_BYTES,
  CONCEAL_FILL,
  CONCEAL_START,
  DECODE_DVI4,
  DECODE_PCMU,
  ENCODE_DVI4,
  ENCODE_PCMU,
  OPEN_DVI4,
  POLL,
  PUSH,
  RELOCATIONS,
  START_DVI4,
  TABLES,
  TABLE_BYTES,
} from 'kernels';
import { codeAddress } from './executable-memory';
import { haveKernelsCrashed, markKernelsTried, forgetKernelCrash } from './kernel-marker';
import type { KernelMemory } from './kernel-memory';
import { resetSoundStates } from './kernel-states';
import { selfTestComplaint } from './self-test';

// Places the compiled kernels where they can run, and tests them before a stream relies on them.

/** The two kernels that a stream calls. */
export type StreamKernels = { readonly poll: NativeFunction; readonly push: NativeFunction };

function bytesOf(base64: string): ArrayBuffer {
  return E.toArrayBuffer(atob(base64));
}

/** Copies the tables to their place, and the code to the instruction address `code`. */
function place(memory: KernelMemory, code: number): void {
  const tables = new Uint8Array(memory.words.buffer, memory.tables - memory.base, TABLE_BYTES);
  tables.set(new Uint8Array(bytesOf(TABLES)));
  const words = new Uint32Array(bytesOf(CODE));
  RELOCATIONS.forEach((word) => (words[word]! += memory.tables));
  poke32(code, words);
}

/**
 * Loads and tests the kernels; returns a message when they cannot be used. A board that crashes here finds the marker
 * at its next boot.
 */
export function loadKernels(memory: KernelMemory): StreamKernels | string {
  if (haveKernelsCrashed())
    return 'the kernels crashed at an earlier start; configure({ codec: "wide" }) tries them again';
  const code = codeAddress(memory.code, memory.codeRoomBytes, CODE_BYTES);
  if (!code) return 'this board has no executable memory in one piece that is long enough for the kernels';
  markKernelsTried();
  place(memory, code);

  function kernel(offset: number): NativeFunction {
    return E.nativeCall(code + offset, 'int(int,int,int,int)');
  }

  resetSoundStates(memory);
  const why = selfTestComplaint(
    memory,
    {
      startDvi4: kernel(START_DVI4),
      encodeDvi4: kernel(ENCODE_DVI4),
      openDvi4: kernel(OPEN_DVI4),
      decodeDvi4: kernel(DECODE_DVI4),
      encodePcmu: kernel(ENCODE_PCMU),
      decodePcmu: kernel(DECODE_PCMU),
      concealStart: kernel(CONCEAL_START),
      concealFill: kernel(CONCEAL_FILL),
    },
    (bytes) => E.CRC32(bytes) | 0,
  );
  forgetKernelCrash();
  if (why) return why;
  resetSoundStates(memory);
  return { poll: kernel(POLL), push: kernel(PUSH) };
}
