// Every kernel as an entry, to be tried one by one; the blob of the firmware has fewer entries and more inlined.
export { concealFill, concealMerge, concealStart } from '../../../firmware/kernels/conceal';
export { addSample, dropSample } from '../../../firmware/kernels/drift';
export { decodeDvi4, encodeDvi4, openDvi4, startDvi4 } from '../../../firmware/kernels/dvi4';
export { comfortNoise, noteBackground } from '../../../firmware/kernels/noise';
export { decodePcmu, encodePcmu } from '../../../firmware/kernels/pcmu';
export { counterBlocks, xorBytes } from '../../../firmware/kernels/secure';
// More calls within each other than there are register windows, which no kernel of the firmware has.
export { deepCalls } from './deep-calls';
