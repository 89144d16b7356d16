import { FrameCounter, frameHz } from './i2s-clock';
import type { LineRun } from './i2s-line';
import { RX_LINE, TX_LINE, type I2sRouting, type LineSignals } from './i2s-routing';
import type { RxDma } from './i2s-rx-dma';
import type { I2sSettings } from './i2s-settings';
import { collectWords, shiftSlots, spreadWords } from './i2s-slots';
import type { TxDma } from './i2s-tx-dma';

/** What runs now. */
type RunnerConfiguration = {
  readonly tx: I2sSettings | undefined;
  readonly rx: I2sSettings | undefined;
  /** The clocks that the receiver works by. */
  readonly rxLine: LineSignals;
  /** SIG_LOOPBACK: the receiver gets the clocks of the transmitter inside the block. */
  readonly isSharing: boolean;
};

/** One pair of clocks, and the number of frames it has made. */
type Line = {
  readonly signals: LineSignals;
  readonly settings: I2sSettings;
  readonly counter: FrameCounter;
  done: number;
};

/** The most frames that are handled at once. */
const RUN_FRAMES = 256;

/** Moves frames up to the present instant: FIFO → slots → parts, and parts → slots → FIFO. */
export class I2sRunner {
  private readonly routing: I2sRouting;
  private readonly txDma: TxDma;
  private readonly rxDma: RxDma;
  private configuration: RunnerConfiguration = { tx: undefined, rx: undefined, rxLine: TX_LINE, isSharing: false };
  private txLine: Line | undefined;
  private rxLine: Line | undefined;
  private upToNs = 0;
  /** The right slot received last. Its last bit belongs to the next frame when the alignments differ. */
  private rightBefore = 0;
  private readonly words = new Int32Array(2 * RUN_FRAMES);
  private readonly out = { left: new Int32Array(RUN_FRAMES), right: new Int32Array(RUN_FRAMES) };
  private readonly in = { left: new Int32Array(RUN_FRAMES), right: new Int32Array(RUN_FRAMES) };
  private readonly zeros = new Int32Array(RUN_FRAMES);

  constructor(routing: I2sRouting, txDma: TxDma, rxDma: RxDma) {
    this.routing = routing;
    this.txDma = txDma;
    this.rxDma = rxDma;
  }

  /** Whether one of the lines has clocks. */
  get isRunning(): boolean {
    return this.txLine !== undefined || this.rxLine !== undefined;
  }

  /** Whether the transmitter makes clocks. */
  get isTransmitting(): boolean {
    return this.txLine !== undefined;
  }

  /** Changes the settings at `nowNs`. A line whose clock does not change keeps its count. */
  configure(nowNs: number, configuration: RunnerConfiguration): void {
    this.configuration = configuration;
    const { tx, rx, rxLine } = configuration;
    this.upToNs = Math.max(this.upToNs, nowNs);
    this.txLine = this.keepOrStart(this.txLine, TX_LINE, tx);
    this.rxLine = this.keepOrStart(this.rxLine, RX_LINE, rxLine === RX_LINE ? rx : undefined);
  }

  /** Moves all frames that have ended by `nowNs`. An earlier instant than the last changes nothing. */
  advanceTo(nowNs: number): void {
    if (nowNs <= this.upToNs) return;
    this.upToNs = nowNs;
    if (this.txLine !== undefined) this.advanceLine(this.txLine, nowNs);
    if (this.rxLine !== undefined) this.advanceLine(this.rxLine, nowNs);
  }

  private keepOrStart(line: Line | undefined, signals: LineSignals, settings?: I2sSettings): Line | undefined {
    if (settings === undefined) return undefined;
    if (line === undefined) {
      return { signals, settings, counter: new FrameCounter(this.upToNs, settings.period), done: 0 };
    }
    const { numerator, denominator } = line.counter.period;
    const isSame = numerator === settings.period.numerator && denominator === settings.period.denominator;
    if (isSame) return { ...line, settings };
    return { signals, settings, counter: new FrameCounter(this.upToNs, settings.period), done: 0 };
  }

  private advanceLine(line: Line, nowNs: number): void {
    const ended = line.counter.endedBy(nowNs);
    while (line.done < ended) {
      const frames = Math.min(ended - line.done, RUN_FRAMES);
      const startNs = line.counter.beginNs(line.done);
      const framesBefore = line.done;
      line.done += frames;
      this.move(line, { startNs, frames, framesBefore });
    }
  }

  private move(line: Line, span: Pick<LineRun, 'startNs' | 'frames' | 'framesBefore'>): void {
    const { settings, signals } = line;
    const run = { ...span, frameHz: frameHz(line.counter.period), slotBits: settings.slotBits };
    const isTxLine = signals === TX_LINE;
    if (isTxLine) {
      this.txDma.take(this.words, span.frames * settings.wordsPerFrame);
      spreadWords(settings, this.words, span.frames, this.out.left, this.out.right);
    }
    this.routing.forEachOn(signals, 'listener', (part) => {
      const isSpokenTo = isTxLine && this.routing.isDriven(part.pads.data);
      const { left, right } = isSpokenTo ? this.out : { left: this.zeros, right: this.zeros };
      part.listen({ ...run, isPhilips: settings.isPhilips, left, right });
    });
    if (this.isReceiving(signals)) this.receive(run, signals, settings);
  }

  private isReceiving(signals: LineSignals): boolean {
    const { rx, rxLine, isSharing } = this.configuration;
    if (rx === undefined || rxLine !== signals) return false;
    return signals === RX_LINE || isSharing || this.routing.areClocksLedBack;
  }

  private receive(run: Omit<LineRun, 'isPhilips' | 'left' | 'right'>, signals: LineSignals, line: I2sSettings): void {
    const rx = this.configuration.rx as I2sSettings;
    const { left, right } = this.in;
    const { frames } = run;
    const source = this.routing.dataSource(signals);
    let isSourcePhilips = rx.isPhilips;
    if (source === 'low' || source === 'high') {
      left.fill(source === 'high' ? -1 : 0, 0, frames);
      right.fill(source === 'high' ? -1 : 0, 0, frames);
    } else if (source === 'own transmitter') {
      left.set(this.out.left);
      right.set(this.out.right);
      isSourcePhilips = line.isPhilips;
    } else {
      isSourcePhilips = true; // The microphone of this board has Philips alignment.
      source.talk({ ...run, isPhilips: true, left, right });
    }
    const lastRight = right[frames - 1]!;
    if (isSourcePhilips !== rx.isPhilips) shiftSlots(left, right, frames, isSourcePhilips ? 1 : -1, this.rightBefore);
    this.rightBefore = lastRight;
    collectWords(rx, left, right, frames, this.words);
    this.rxDma.put(this.words, frames * rx.wordsPerFrame);
  }
}
