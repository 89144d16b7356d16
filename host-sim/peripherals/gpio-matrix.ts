import type { RegisterFile } from '../core/register-file';
import { ENABLE, inSelOf, outSelOf, PADS, pairOf } from './gpio-registers';
import type { IoMux } from './io-mux';

const OUT_SEL = 0x1ff;
const SIG_IN_SEL = 1 << 7;
const IN_SEL = 0x3f;
const CONSTANT_LOW = 0x30;
const CONSTANT_HIGH = 0x38;
/** GPIO 34 and above have no output driver. */
const FIRST_INPUT_ONLY_PAD = 34;

/** What feeds an input signal: a pad or a constant. */
type SignalSource = { readonly kind: 'pad'; readonly pad: number } | { readonly kind: 'constant'; level: 0 | 1 };

/** Connects pads with the input and output signals of the peripherals. */
export class GpioMatrix {
  private readonly file: RegisterFile;
  private readonly ioMux: IoMux;

  constructor(file: RegisterFile, ioMux: IoMux) {
    this.file = file;
    this.ioMux = ioMux;
  }

  /**
   * The output signal that drives a pad, or undefined when the chip does not drive it. 256 is the level of the GPIO.
   */
  outputSignal(pad: number): number | undefined {
    const isEnabled = (this.file.get(pairOf(ENABLE, pad)) & (1 << (pad & 31))) !== 0;
    if (!isEnabled || pad >= FIRST_INPUT_ONLY_PAD || !this.ioMux.isOnMatrix(pad)) return undefined;
    return this.file.get(outSelOf(pad)) & OUT_SEL;
  }

  /** What feeds an input signal, or undefined: nothing is selected, or the input of the pad is off. */
  inputSource(signal: number): SignalSource | undefined {
    const selection = this.file.get(inSelOf(signal));
    if ((selection & SIG_IN_SEL) === 0) return undefined;
    const pad = selection & IN_SEL;
    if (pad === CONSTANT_LOW || pad === CONSTANT_HIGH)
      return { kind: 'constant', level: pad === CONSTANT_HIGH ? 1 : 0 };
    return pad < PADS && this.ioMux.isInputEnabled(pad) ? { kind: 'pad', pad } : undefined;
  }

  /** Connects a pad to an output signal, or to its own GPIO (256). */
  selectOutput(pad: number, signal: number): void {
    this.file.set(outSelOf(pad), signal);
  }
}
