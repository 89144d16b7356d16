import type { GpioMatrix } from './gpio-matrix';
import type { LinePads, LinePart, LineTalker } from './i2s-line';

// Signals of I2S0 in the GPIO matrix (soc/gpio_sig_map.h of ESP-IDF).
const DATA_OUT = 163;
const DATA_IN = 155;
const RX_BCK_IN = 27;
const RX_WS_IN = 28;

/** The two clock signals that a line puts out. */
export type LineSignals = { readonly bck: number; readonly ws: number };

/** Clocks made by the transmitter: I2S0O_BCK, I2S0O_WS. */
export const TX_LINE: LineSignals = { bck: 23, ws: 25 };
/** Clocks made by the receiver: I2S0I_BCK, I2S0I_WS. */
export const RX_LINE: LineSignals = { bck: 27, ws: 28 };

/** What reaches the receiver's data input. */
export type DataSource = LineTalker | 'own transmitter' | 'low' | 'high';

/** The wires between the I2S block and the parts, as the GPIO matrix lays them at the moment. */
export class I2sRouting {
  private readonly matrix: GpioMatrix;
  private readonly parts: LinePart[] = [];

  constructor(matrix: GpioMatrix) {
    this.matrix = matrix;
  }

  attach(part: LinePart): void {
    this.parts.push(part);
  }

  /** Calls `use` for every part of this kind that gets the clocks of this line. */
  forEachOn<K extends LinePart['kind']>(line: LineSignals, kind: K, use: (part: LinePart & { kind: K }) => void): void {
    for (const part of this.parts) {
      if (part.kind === kind && this.isClocked(part.pads, line)) use(part as LinePart & { kind: K });
    }
  }

  /** Whether the transmitter's data reach this pad. */
  isDriven(dataPad: number): boolean {
    return this.matrix.outputSignal(dataPad) === DATA_OUT;
  }

  /** Who speaks to a receiver that listens on this line's clocks. An undriven wire is pulled low. */
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

  /** Whether the transmitter's clocks are led back to the receiver's clock inputs over pads. */
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
