import { BadRegisterValue } from '../core/errors';
import { NS_PER_SECOND } from '../core/time-units';

// Clock tree (TRM, "I2S Controller", clock section): PLL_D2 160 MHz → MCLK = 160 MHz / (N + b/a) → BCK = MCLK / BCK_DIV
// → WS = BCK / (2 slots). The mean rate is exact: the fractional divider alternates between N and N + 1.
const PLL_PERIOD_NS = { numerator: 25, denominator: 4 };
const CLKA_ENA = 1 << 21;
const SLOTS_PER_FRAME = 2;
const MILLION = 1_000_000;

/** The exact length of a frame in ns: `numerator / denominator`, in lowest terms. */
export type FramePeriod = { readonly numerator: number; readonly denominator: number };

/**
 * The length of a frame under these settings. A crystal that is `ppm` parts per million fast makes it shorter.
 * @throws BadRegisterValue where the manual leaves the result undefined, or the clock source is not modelled
 */
export function framePeriod(clkmConf: number, bckDivider: number, slotBits: number, ppm: number): FramePeriod {
  const refuse = (why: string): never => {
    throw new BadRegisterValue('I2S_CLKM_CONF', clkmConf, why);
  };
  const whole = clkmConf & 0xff;
  const b = (clkmConf >> 8) & 0x3f;
  const a = (clkmConf >> 14) & 0x3f;
  if ((clkmConf & CLKA_ENA) !== 0) refuse('the APLL (CLKA_ENA) is not modelled');
  if (whole < 2) refuse('CLKM_DIV_NUM must be at least 2');
  if (b !== 0 && a === 0) refuse('CLKM_DIV_A must not be 0 when CLKM_DIV_B is used');
  if (b !== 0 && b >= a) refuse('CLKM_DIV_B must be less than CLKM_DIV_A');
  const parts = a === 0 ? 1 : a;
  const cyclesPerFrame = bckDivider * SLOTS_PER_FRAME * slotBits;
  const numerator = (whole * parts + b) * cyclesPerFrame * PLL_PERIOD_NS.numerator;
  const denominator = parts * PLL_PERIOD_NS.denominator;
  if (ppm === 0) return lowestTerms(numerator, denominator);
  return lowestTerms(numerator * MILLION, denominator * (MILLION + ppm));
}

/** Frames per second. */
export function frameHz({ numerator, denominator }: FramePeriod): number {
  return (NS_PER_SECOND * denominator) / numerator;
}

/** Counts the frames since an instant. It stays exact over any time, for it never adds rounded lengths. */
export class FrameCounter {
  readonly period: FramePeriod;
  private originNs: number;
  private originFrame = 0;

  constructor(startNs: number, period: FramePeriod) {
    this.period = period;
    this.originNs = startNs;
  }

  /** The number of frames that have ended by `nowNs`. Instants must not decrease. */
  endedBy(nowNs: number): number {
    const { numerator, denominator } = this.period;
    const since = Math.floor(((nowNs - this.originNs) * denominator) / numerator);
    const ended = this.originFrame + since;
    // `denominator` frames take a whole number of ns, so moving the origin by them loses nothing.
    const laps = Math.floor(since / denominator);
    this.originNs += laps * numerator;
    this.originFrame += laps * denominator;
    return ended;
  }

  /** The instant at which a frame begins, in ns, with a fraction. */
  beginNs(frame: number): number {
    const { numerator, denominator } = this.period;
    return this.originNs + ((frame - this.originFrame) * numerator) / denominator;
  }
}

function lowestTerms(numerator: number, denominator: number): FramePeriod {
  let a = numerator;
  let b = denominator;
  while (b !== 0) [a, b] = [b, a % b];
  return { numerator: numerator / a, denominator: denominator / a };
}
