import type { GpioMatrix } from './gpio-matrix';
import type { LineListener, LinePads, LinePart, LineTalker } from './i2s-line';

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

/** What is connected to the clocks of a line. */
export type LineConnections = {
  readonly listeners: readonly { readonly part: LineListener; readonly isDriven: boolean }[];
  readonly source: DataSource;
  /** Whether pads lead the clocks of the transmitter back to the clock inputs of the receiver. */
  readonly areClocksLedBack: boolean;
};

/** The connections between the I2S block and the parts, as the GPIO matrix makes them now. */
export class I2sRouting {
  private readonly matrix: GpioMatrix;
  private readonly parts: LinePart[] = [];
  /** What was found since the last change. It is asked for hundreds of times a second and changes a few times a run. */
  private readonly known = new Map<LineSignals, LineConnections>();

  constructor(matrix: GpioMatrix) {
    this.matrix = matrix;
  }

  /** Connects a part. */
  attach(part: LinePart): void {
    this.parts.push(part);
    this.forget();
  }

  /** Looks at the GPIO matrix again when it is asked next, for a pad or the matrix may change. */
  forget(): void {
    this.known.clear();
  }

  /** What is connected to a line. */
  of(line: LineSignals): LineConnections {
    let connections = this.known.get(line);
    if (connections === undefined) this.known.set(line, (connections = this.find(line)));
    return connections;
  }

  private find(line: LineSignals): LineConnections {
    const clocked = this.parts.filter(({ pads }) => this.isClocked(pads, line));
    return {
      listeners: clocked
        .filter((part) => part.kind === 'listener')
        .map((part) => ({ part, isDriven: line === TX_LINE && this.isDriven(part.pads.data) })),
      source: this.dataSource(
        line,
        clocked.filter((part) => part.kind === 'talker'),
      ),
      areClocksLedBack: this.isLedBack(RX_BCK_IN, TX_LINE.bck) && this.isLedBack(RX_WS_IN, TX_LINE.ws),
    };
  }

  /** Whether a pad carries the data of the transmitter. */
  private isDriven(dataPad: number): boolean {
    return this.matrix.outputSignal(dataPad) === DATA_OUT;
  }

  /** What feeds a receiver that works by the clocks of a line. A wire that nothing drives is pulled low. */
  private dataSource(line: LineSignals, talkers: readonly LineTalker[]): DataSource {
    const source = this.matrix.inputSource(DATA_IN);
    if (source === undefined) return 'low';
    if (source.kind === 'constant') return source.level === 1 ? 'high' : 'low';
    if (this.isDriven(source.pad)) return line === TX_LINE ? 'own transmitter' : 'low';
    return talkers.findLast(({ pads }) => pads.data === source.pad) ?? 'low';
  }

  private isLedBack(input: number, output: number): boolean {
    const source = this.matrix.inputSource(input);
    return source?.kind === 'pad' && this.matrix.outputSignal(source.pad) === output;
  }

  private isClocked(pads: LinePads, line: LineSignals): boolean {
    return this.matrix.outputSignal(pads.bck) === line.bck && this.matrix.outputSignal(pads.ws) === line.ws;
  }
}
