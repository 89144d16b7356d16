import { HISTORY, HISTORY_SAMPLES } from '../../../firmware/kernels/conceal-state';
import { decodeDvi4, encodeDvi4 } from '../../../wire/dvi4';
import { speech } from '../../support/speech';
import { KernelBench } from './kernel-bench';

// Speech in frames of 20 ms, coded with DVI4, of which some are lost: what a listener hears in their place with the
// concealment, and with a repetition that fades.

/** What stands in for frames: `start` after the samples so far, then `fill`; `merge` cross-fades into a frame. */
type Concealment = {
  start(heard: readonly number[]): void;
  fill(): number[];
  merge(frame: readonly number[]): number[];
};

/** Speech, and the same after coding and decoding. */
type Talk = { readonly source: readonly number[]; readonly coded: readonly number[]; readonly frame: number };

export function talk(name: 'austen-1' | 'austen-2', rateHz: 16_000 | 8_000): Talk {
  const wide = Array.from(speech(name, 0).samples, (sample) => Math.round(sample * 32767));
  const source = rateHz === 16_000 ? wide : halved(wide);
  const frame = rateHz / 50;
  const state = { predicted: 0, index: 0 };
  const coded: number[] = [];
  for (let at = 0; at + frame <= source.length; at += frame) {
    const packet = new Uint8Array(4 + frame / 2);
    encodeDvi4(Int16Array.from(source.slice(at, at + frame)), packet, state);
    const decoded = new Int16Array(frame);
    decodeDvi4(packet, decoded);
    coded.push(...decoded);
  }
  return { source, coded, frame };
}

/** Every other sample behind a low pass of half the band. */
function halved(wide: readonly number[]): number[] {
  const taps = Array.from({ length: 49 }, (_, i) => {
    const t = (i - 24) / 2;
    const sinc = t === 0 ? 1 : Math.sin(Math.PI * t) / (Math.PI * t);
    return (0.25 + 0.25 * Math.cos((Math.PI * (i - 24)) / 25)) * sinc;
  });
  return Array.from({ length: wide.length >> 1 }, (_, i) =>
    Math.round(taps.reduce((sum, tap, j) => sum + tap * (wide[2 * i + j - 24] ?? 0), 0)),
  );
}

/** The kernels' concealment. */
export function concealment(frame: number): Concealment {
  const bench = new KernelBench('conceal');
  const history = new Int16Array(bench.bytes.buffer, bench.bytes.byteOffset, 2 * frame);
  const run = (kernel: 'concealFill' | 'concealMerge'): number[] => {
    bench.call[kernel]!(bench.block, frame, bench.state);
    return bench.samples(frame);
  };
  return {
    start: (heard) => {
      history.set(heard.slice(-2 * frame));
      bench.set(HISTORY, bench.payload).set(HISTORY_SAMPLES, 2 * frame);
      bench.call.concealStart!(bench.state);
    },
    fill: () => run('concealFill'),
    merge: (samples) => {
      bench.putSamples(samples);
      return run('concealMerge');
    },
  };
}

/**
 * The frame before, again and again, down to silence in 40 ms. It cross-fades into a frame for as long as the kernels
 * do.
 */
export function repetition(frame: number): Concealment {
  let last: readonly number[] = [];
  let at = 0;
  const next = (): number => last[at % frame]! * Math.max(0, 1 - at++ / (2 * frame));
  return {
    start: (heard) => {
      last = heard.slice(-frame);
      at = 0;
    },
    fill: () => Array.from({ length: frame }, () => Math.round(next())),
    merge: (samples) =>
      samples.map((sample, i) => {
        const weight = Math.min(1, (4 * (i + 1)) / frame);
        return weight < 1 ? Math.round(sample * weight + next() * (1 - weight)) : sample;
      }),
  };
}

/** What is heard when the frames are lost for which `isLost` is true. */
export function heardWith({ coded, frame }: Talk, isLost: (index: number) => boolean, how: Concealment): number[] {
  const heard: number[] = [];
  let isConcealed = false;
  for (let index = 0; index * frame < coded.length; index++) {
    const samples = coded.slice(index * frame, (index + 1) * frame);
    if (index < 2 || !isLost(index)) {
      heard.push(...(isConcealed ? how.merge(samples) : samples));
      isConcealed = false;
      continue;
    }
    if (!isConcealed) how.start(heard);
    isConcealed = true;
    heard.push(...how.fill());
  }
  return heard;
}

/** Frames with speech: those at most 35 dB below the loudest. */
export function speechFrames({ coded, source, frame }: Talk): number[] {
  const energies = Array.from({ length: coded.length / frame }, (_, index) =>
    source.slice(index * frame, (index + 1) * frame).reduce((sum, sample) => sum + sample * sample, 0),
  );
  const least = Math.max(...energies) / 10 ** 3.5;
  return energies.flatMap((energy, index) => (energy >= least ? [index] : []));
}

/** Signal to noise of one frame in dB, between −10 and 35 as is usual for a mean over segments. */
export function frameSnrDb({ source, frame }: Talk, heard: readonly number[], index: number): number {
  let signal = 1e-9;
  let noise = 1e-9;
  for (let i = index * frame; i < (index + 1) * frame; i++) {
    signal += source[i]! * source[i]!;
    noise += (heard[i]! - source[i]!) ** 2;
  }
  return Math.max(-10, Math.min(35, 10 * Math.log10(signal / noise)));
}
