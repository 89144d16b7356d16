// The entries of the blob: the kernels that the program calls.
export { concealFill, concealStart } from './conceal';
export { decodeDvi4, encodeDvi4, openDvi4, startDvi4 } from './dvi4';
export { decodePcmu, encodePcmu } from './pcmu';
export { push } from './jitter-buffer';
export { poll } from './poll';
