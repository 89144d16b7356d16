import type { GpioMatrix } from './gpio-matrix';
import type { LinePads, LinePart, LineTalker } from './i2s-line';

// Signals of I2S0 in the GPIO matrix (soc/gpio_sig_map.h of ESP-IDF).
const DATA_OUT = 163;
const DATA_IN = 155;
const RX_BCK_IN = 27;
const RX_WS_IN = 28;

/** The two clock signals of a line. */
export type LineSignals = { readonly bck: number; readonly ws: number };

/** The clocks that the transmitter makes: I2S0O_BCK, I2S0O_WS. */
export const TX_LINE: LineSignals = { bck: 23, ws: 25 };
/** The clocks that the receiver makes: I2S0I_BCK, I2S0I_WS. */
export const RX_LINE: LineSignals = { bck: 27, ws: 28 };

/** What feeds the data input of the receiver. */
type DataSource = LineTalker | 'own transmitter' | 'low' | 'high';

/** The connections between the I2S block and the parts, as the GPIO matrix makes them now. */
export class I2sRouting {
  private readonly matrix: GpioMatrix;
  private readonly parts: LinePart[] = [];

  constructor(matrix: GpioMatrix) {
    this.matrix = matrix;
  }

  /** Connects a part. */
  attach(part: LinePart): void {
    this.parts.push(part);
  }

  /** Calls `use` for every part of a kind that gets the clocks of a line. */
  forEachOn<K extends LinePart['kind']>(line: LineSignals, kind: K, use: (part: LinePart & { kind: K }) => void): void {
    for (const part of this.parts) {
      if (part.kind === kind && this.isClocked(part.pads, line)) use(part as LinePart & { kind: K });
    }
  }

  /** Whether a pad carries the data of the transmitter. */
  isDriven(dataPad: number): boolean {
    return this.matrix.outputSignal(dataPad) === DATA_OUT;
  }

  /** What feeds a receiver that works by the clocks of a line. A wire that nothing drives is pulled low. */
  dataSource(line: LineSignals): DataSource {
    const source = this.matrix.inputSource(DATA_IN);
    if (source === undefined) return 'low';
    if (source.kind === 'constant') return source.level === 1 ? 'high' : 'low';
    if (this.isDriven(source.pad)) return line === TX_LINE ? 'own transmitter' : 'low';
    let talker: LineTalker | undefined;
    this.forEachOn(line, 'talker', (part) => {
      if (part.pads.data === source.pad) talker = part;
    });
    return talker ?? 'low';
  }

  /** Whether pads lead the clocks of the transmitter back to the clock inputs of the receiver. */
  get areClocksLedBack(): boolean {
    return this.isLedBack(RX_BCK_IN, TX_LINE.bck) && this.isLedBack(RX_WS_IN, TX_LINE.ws);
  }

  private isLedBack(input: number, output: number): boolean {
    const source = this.matrix.inputSource(input);
    return source?.kind === 'pad' && this.matrix.outputSignal(source.pad) === output;
  }

  private isClocked(pads: LinePads, line: LineSignals): boolean {
    return this.matrix.outputSignal(pads.bck) === line.bck && this.matrix.outputSignal(pads.ws) === line.ws;
  }
}
