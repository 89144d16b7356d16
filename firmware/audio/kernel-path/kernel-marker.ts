import { keepWord, keptWord, KERNELS_TRIED } from '../../drivers/chip';

// The crash marker of the kernels: it is set from before their first call until their self-test has passed. If it is set
// at boot, the last try ended in a crash. It goes with the power, so after that they are tried again.

/** A number that stands for the kernels of this version: another version tries its own. */
function version(): number {
  return E.CRC32(__VERSION__) | 0;
}

/** Whether the kernels of this version crashed when they were tried. */
export function haveKernelsCrashed(): boolean {
  return keptWord(KERNELS_TRIED) === version();
}

/** Sets the marker, before the kernels are called. */
export function markKernelsTried(): void {
  keepWord(KERNELS_TRIED, version());
}

/** Takes the marker away: the kernels work, or may be tried again. */
export function forgetKernelCrash(): void {
  keepWord(KERNELS_TRIED, 0);
}
