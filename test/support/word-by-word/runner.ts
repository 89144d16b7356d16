import { FrameCounter, frameHz } from '../../../host-sim/peripherals/i2s-clock';
import type { LineRun } from '../../../host-sim/peripherals/i2s-line';
import { RX_LINE, TX_LINE } from '../../../host-sim/peripherals/i2s-routing';
import type { I2sRouting, LineConnections, LineSignals } from '../../../host-sim/peripherals/i2s-routing';
import type { I2sSettings } from '../../../host-sim/peripherals/i2s-settings';
import { collectWords, shiftSlots, spreadWords } from '../../../host-sim/peripherals/i2s-slots';
import type { RxDma, TxDma } from './dma';

type Configuration = {
  readonly tx: I2sSettings | undefined;
  readonly rx: I2sSettings | undefined;
  readonly rxLine: LineSignals;
  readonly isSharing: boolean;
};

type Line = { readonly signals: LineSignals; settings: I2sSettings; counter: FrameCounter; done: number };

/** What `I2sRunner` of the simulator does, one frame after the other. The connections are looked up for each. */
export class I2sRunner {
  private readonly routing: I2sRouting;
  private readonly txDma: TxDma;
  private readonly rxDma: RxDma;
  private configuration: Configuration = { tx: undefined, rx: undefined, rxLine: TX_LINE, isSharing: false };
  private lines: Line[] = [];
  private upToNs = 0;
  private rightBefore = 0;

  constructor(routing: I2sRouting, txDma: TxDma, rxDma: RxDma) {
    this.routing = routing;
    this.txDma = txDma;
    this.rxDma = rxDma;
  }

  get isRunning(): boolean {
    return this.lines.length > 0;
  }

  get isTransmitting(): boolean {
    return this.lines.some(({ signals }) => signals === TX_LINE);
  }

  configure(nowNs: number, configuration: Configuration): void {
    this.configuration = configuration;
    this.upToNs = Math.max(this.upToNs, nowNs);
    const { tx, rx, rxLine } = configuration;
    const wanted: [LineSignals, I2sSettings | undefined][] = [
      [TX_LINE, tx],
      [RX_LINE, rxLine === RX_LINE ? rx : undefined],
    ];
    this.lines = wanted.flatMap(([signals, settings]) => {
      if (settings === undefined) return [];
      const old = this.lines.find((line) => line.signals === signals);
      const { numerator, denominator } = settings.period;
      const isSame = old?.counter.period.numerator === numerator && old.counter.period.denominator === denominator;
      if (old !== undefined && isSame) return [{ ...old, settings }];
      return [{ signals, settings, counter: new FrameCounter(this.upToNs, settings.period), done: 0 }];
    });
  }

  advanceTo(nowNs: number): void {
    if (nowNs <= this.upToNs) return;
    this.upToNs = nowNs;
    for (const line of this.lines) {
      const ended = line.counter.endedBy(nowNs);
      while (line.done < ended) {
        this.routing.forget();
        this.frame(line, this.routing.of(line.signals));
        line.done++;
      }
    }
  }

  private frame(line: Line, connections: LineConnections): void {
    const { signals, settings, counter, done } = line;
    const out = { left: new Int32Array(1), right: new Int32Array(1) };
    if (signals === TX_LINE) {
      const words = Int32Array.from({ length: settings.wordsPerFrame }, () => this.txDma.takeWord());
      spreadWords(settings, words, 1, out.left, out.right);
    }
    const run = {
      ...{ startNs: counter.beginNs(done), frameHz: frameHz(counter.period), frames: 1, framesBefore: done },
      ...{ slotBits: settings.slotBits, isPhilips: settings.isPhilips },
    };
    for (const { part, isDriven } of connections.listeners)
      part.listen({ ...run, ...(isDriven ? out : { left: Int32Array.of(0), right: Int32Array.of(0) }) });
    const { rx, rxLine, isSharing } = this.configuration;
    const isClocked = rxLine === signals && (signals === RX_LINE || isSharing || connections.areClocksLedBack);
    if (rx !== undefined && isClocked) this.receive(rx, run, out, connections.source, settings.isPhilips);
  }

  private receive(
    rx: I2sSettings,
    run: Omit<LineRun, 'left' | 'right'>,
    out: { readonly left: Int32Array; readonly right: Int32Array },
    source: LineConnections['source'],
    isOutPhilips: boolean,
  ): void {
    const constant = source === 'high' ? -1 : 0;
    let slots = { left: Int32Array.of(constant), right: Int32Array.of(constant) };
    let isPhilips = rx.isPhilips;
    if (source === 'own transmitter') {
      slots = { left: out.left.slice(), right: out.right.slice() };
      isPhilips = isOutPhilips;
    } else if (typeof source !== 'string') {
      isPhilips = true;
      source.talk({ ...run, isPhilips: true, ...slots });
    }
    const lastRight = slots.right[0]!;
    if (isPhilips !== rx.isPhilips) shiftSlots(slots.left, slots.right, 1, isPhilips ? 1 : -1, this.rightBefore);
    this.rightBefore = lastRight;
    const words = new Int32Array(rx.wordsPerFrame);
    collectWords(rx, slots.left, slots.right, 1, words);
    for (const word of words) this.rxDma.putWord(word);
  }
}
