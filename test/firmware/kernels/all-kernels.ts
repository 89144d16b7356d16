// Every kernel as an entry, to be tried one by one. The blob of the firmware has fewer entries and more inlined
// functions.
export { concealFill, concealMerge, concealStart } from '../../../firmware/kernels/conceal';
export { addSample, dropSample } from '../../../firmware/kernels/drift';
export { decodeDvi4, encodeDvi4, openDvi4, startDvi4 } from '../../../firmware/kernels/dvi4';
export { comfortNoise, noteBackground } from '../../../firmware/kernels/noise';
export { decodePcmu, encodePcmu } from '../../../firmware/kernels/pcmu';
export { mixTone } from '../../../firmware/kernels/tone';
// What no kernel of the firmware has: more nested calls than there are register windows, and other rare cases.
export { deepCalls } from './deep-calls';
export { rareCases } from './rare-cases';
export { xorBytes } from './xor-bytes';
