/** What is left of a tone in a stretch of samples. */
type ToneFit = {
  /** Amplitude in the samples' own unit. */
  readonly amplitude: number;
  /** Instant of the first upward zero crossing after the first sample, in samples. */
  readonly crossingSamples: number;
  /** The tone against everything else. */
  readonly snrDb: number;
};

/** Fits a sine of `hz` and an offset into samples by least squares; all the rest counts as noise. */
export function fitTone(samples: ArrayLike<number>, rateHz: number, hz: number): ToneFit {
  const omega = (2 * Math.PI * hz) / rateHz;
  // Normal equations of a·sin + b·cos + c, solved by elimination.
  const rows = [0, 1, 2].map(() => [0, 0, 0, 0]);
  for (let i = 0; i < samples.length; i++) {
    const basis = [Math.sin(omega * i), Math.cos(omega * i), 1];
    for (let r = 0; r < 3; r++) {
      for (let c = 0; c < 3; c++) rows[r]![c]! += basis[r]! * basis[c]!;
      rows[r]![3]! += basis[r]! * samples[i]!;
    }
  }
  for (let r = 0; r < 3; r++) {
    for (let below = 0; below < 3; below++) {
      if (below === r) continue;
      const factor = rows[below]![r]! / rows[r]![r]!;
      for (let c = r; c < 4; c++) rows[below]![c]! -= factor * rows[r]![c]!;
    }
  }
  const [a, b, c] = rows.map((row, r) => row[3]! / row[r]!);
  let noise = 0;
  for (let i = 0; i < samples.length; i++) {
    noise += (samples[i]! - a! * Math.sin(omega * i) - b! * Math.cos(omega * i) - c!) ** 2;
  }
  const amplitude = Math.hypot(a!, b!);
  const phase = Math.atan2(b!, a!);
  const turns = ((-phase / (2 * Math.PI)) % 1) + 1;
  return {
    amplitude,
    crossingSamples: ((turns % 1) * rateHz) / hz,
    snrDb: 10 * Math.log10((amplitude ** 2 * samples.length) / 2 / noise),
  };
}
