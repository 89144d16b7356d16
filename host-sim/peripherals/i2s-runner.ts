import { isReceivedInto } from './dma-descriptor';
import { FrameCounter, frameHz } from './i2s-clock';
import type { LineRun } from './i2s-line';
import { RX_LINE, TX_LINE, type I2sRouting, type LineConnections, type LineSignals } from './i2s-routing';
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
  readonly frameHz: number;
  done: number;
};

/** The most frames that are handled at once. */
const RUN_FRAMES = 256;

/**
 * Moves frames up to the present instant: FIFO → slots → parts, and parts → slots → FIFO. It moves them in blocks that
 * lead to the same memory, registers and sound as one frame after the other.
 */
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
  private readonly zeros = { left: new Int32Array(RUN_FRAMES), right: new Int32Array(RUN_FRAMES) };
  /** The block that is moved, as the parts see it. */
  private readonly run: { -readonly [K in keyof LineRun]: LineRun[K] } = {
    ...{ startNs: 0, frameHz: 0, frames: 0, slotBits: 0, framesBefore: 0, isPhilips: true },
    ...this.zeros,
  };

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
    if (line !== undefined) {
      const { numerator, denominator } = line.counter.period;
      const isSame = numerator === settings.period.numerator && denominator === settings.period.denominator;
      if (isSame) return { ...line, settings };
    }
    const counter = new FrameCounter(this.upToNs, settings.period);
    return { signals, settings, counter, frameHz: frameHz(settings.period), done: 0 };
  }

  private advanceLine(line: Line, nowNs: number): void {
    const ended = line.counter.endedBy(nowNs);
    while (line.done < ended) {
      const connections = this.routing.of(line.signals);
      const rx = this.receiverOn(line.signals, connections);
      const frames = this.blockFrames(line, rx, ended - line.done);
      const { run } = this;
      run.startNs = line.counter.beginNs(line.done);
      run.frameHz = line.frameHz;
      run.frames = frames;
      run.slotBits = line.settings.slotBits;
      run.framesBefore = line.done;
      line.done += frames;
      this.send(line, connections);
      if (rx !== undefined) this.receive(rx, line.settings, connections);
    }
  }

  /** The settings of the receiver, if it works by the clocks of a line. */
  private receiverOn(signals: LineSignals, { areClocksLedBack }: LineConnections): I2sSettings | undefined {
    const { rx, rxLine, isSharing } = this.configuration;
    return rxLine === signals && (signals === RX_LINE || isSharing || areClocksLedBack) ? rx : undefined;
  }

  /**
   * The frames of the next block, at most `left`. If both directions run, a block ends where one of the two ends a
   * descriptor: before, neither reads what the other writes, unless the program has laid their memory one over the other.
   */
  private blockFrames(line: Line, rx: I2sSettings | undefined, left: number): number {
    const most = Math.min(left, RUN_FRAMES);
    if (rx === undefined || line.signals !== TX_LINE) return most;
    const { txDma, rxDma } = this;
    const out = txDma.chain.current;
    const inward = rxDma.chain.current;
    if (out === undefined || inward === undefined) return most;
    if (isReceivedInto(inward, out)) return 1;
    const toEvent = Math.min(
      Math.ceil(txDma.wordsToEvent / line.settings.wordsPerFrame),
      Math.ceil(rxDma.wordsToEvent / rx.wordsPerFrame),
    );
    return Math.min(most, toEvent);
  }

  private send({ signals, settings }: Line, { listeners }: LineConnections): void {
    const { run, words, out } = this;
    if (signals === TX_LINE) {
      this.txDma.take(words, run.frames * settings.wordsPerFrame);
      spreadWords(settings, words, run.frames, out.left, out.right);
    }
    run.isPhilips = settings.isPhilips;
    for (const { part, isDriven } of listeners) {
      const { left, right } = isDriven ? out : this.zeros;
      run.left = left;
      run.right = right;
      part.listen(run);
    }
  }

  private receive(rx: I2sSettings, line: I2sSettings, { source }: LineConnections): void {
    const { run, words } = this;
    const { left, right } = this.in;
    const { frames } = run;
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
      run.isPhilips = true;
      run.left = left;
      run.right = right;
      source.talk(run);
    }
    const lastRight = right[frames - 1]!;
    if (isSourcePhilips !== rx.isPhilips) shiftSlots(left, right, frames, isSourcePhilips ? 1 : -1, this.rightBefore);
    this.rightBefore = lastRight;
    collectWords(rx, left, right, frames, words);
    this.rxDma.put(words, frames * rx.wordsPerFrame);
  }
}
