import type { Peripheral } from '../core/bus';
import type { Clock, Timer } from '../core/clock';
import { BadRegisterValue, GatedAccess } from '../core/errors';
import type { Ram } from '../core/memory';
import type { RegisterFile } from '../core/register-file';
import { DmaMemory } from './dma-descriptor';
import type { GpioMatrix } from './gpio-matrix';
import type { LinePart } from './i2s-line';
import * as R from './i2s-registers';
import { I2sRouting, RX_LINE, TX_LINE } from './i2s-routing';
import { I2sRunner } from './i2s-runner';
import { RxDma } from './i2s-rx-dma';
import { readRxSettings, readTxSettings } from './i2s-settings';
import { TxDma } from './i2s-tx-dma';
import { NS_PER_MS } from '../core/time-units';

/** What the I2S block is given by the chip. */
export type I2sPorts = {
  readonly clock: Clock;
  readonly now: () => number;
  readonly memory: Ram;
  readonly matrix: GpioMatrix;
  /** What keeps the block from running (clock gate, reset), in words, or undefined. */
  readonly whyNotRunning: () => string | undefined;
  readonly clockPpm: number;
  readonly dmaBase: number;
  readonly dmaEnd: number;
  readonly onFault: (fault: Error) => void;
};

/** While nobody looks, DMA and line are brought up to date this often. */
const TICK_NS = 5 * NS_PER_MS;
/** The link registers keep 20 bits of an address; the rest is implied. */
const LINK_ADDRESS_BASE = 0x3ff00000;
const TX_IDLE = 1 << 0;
const TX_FIFO_RESET_BACK = 1 << 1;
const RX_FIFO_RESET_BACK = 1 << 2;
const STATE_AFTER_RESET = TX_IDLE | TX_FIFO_RESET_BACK | RX_FIFO_RESET_BACK;

/**
 * I2S0 with its DMA. It catches up lazily: at every access of its registers, at `advance`, and every 5 ms while
 * it runs.
 */
export class I2s implements Peripheral {
  readonly name = 'I2S0';
  private readonly ports: I2sPorts;
  private readonly file: RegisterFile;
  private readonly routing: I2sRouting;
  private readonly tx: TxDma;
  private readonly rx: RxDma;
  private readonly runner: I2sRunner;
  private fifoResetBack = TX_FIFO_RESET_BACK | RX_FIFO_RESET_BACK;
  private timer: Timer | undefined;
  private isPowered = true;

  constructor(ports: I2sPorts) {
    this.ports = ports;
    this.routing = new I2sRouting(ports.matrix);
    this.file = R.createI2sRegisters({
      guard: (access, register) => this.guard(access, register),
      confWritten: (value, before) => this.confWritten(value, before),
      settingsWritten: () => this.apply(),
      lcConfWritten: (value) => this.lcConfWritten(value),
      outLinkWritten: (value) => this.linkWritten(value, this.tx, R.OUT_RST),
      inLinkWritten: (value) => this.linkWritten(value, this.rx, R.IN_RST),
      state: () => (this.runner.isTransmitting ? 0 : TX_IDLE) | this.fifoResetBack,
      outPosition: () => this.tx.linkPosition,
      inPosition: () => this.rx.linkPosition,
    });
    const has = (offset: number, bit: number) => () => (this.file.get(offset) & bit) !== 0;
    const common = {
      memory: new DmaMemory(ports.memory, ports.dmaBase, ports.dmaEnd),
      raise: (bits: number): void => this.file.set(R.INT_RAW, this.file.get(R.INT_RAW) | bits),
      onFault: ports.onFault,
      isOwnerChecked: has(R.LC_CONF, R.CHECK_OWNER),
    };
    const isDmaOn = has(R.FIFO_CONF, R.DSCR_EN);
    const isEofWhenSent = has(R.LC_CONF, R.OUT_EOF_MODE);
    this.tx = new TxDma({
      ...common,
      onEof: (descriptor) => {
        this.file.set(R.OUT_EOF_DES_ADDR, descriptor.address);
        this.file.set(R.OUT_EOF_BFR_DES_ADDR, descriptor.buffer);
      },
      isFeeding: isDmaOn,
      isEofWhenFetched: () => !isEofWhenSent(),
      isWrittenBack: has(R.LC_CONF, R.OUT_AUTO_WRBACK),
    });
    this.rx = new RxDma({
      ...common,
      onEof: (descriptor) => this.file.set(R.IN_EOF_DES_ADDR, descriptor.address),
      isDraining: isDmaOn,
      wordsPerEof: () => this.file.get(R.RXEOF_NUM),
    });
    this.runner = new I2sRunner(this.routing, this.tx, this.rx);
  }

  read(offset: number): number {
    return this.file.read(offset);
  }

  write(offset: number, value: number): void {
    this.file.write(offset, value);
  }

  /** Puts a part on the wires. */
  attach(part: LinePart): void {
    this.routing.attach(part);
  }

  /** Brings DMA and line up to the board's instant. */
  advance(): void {
    this.runner.advanceTo(this.ports.now());
  }

  /** The block's reset line went up: all registers fall back, everything stops. */
  reset(): void {
    this.file.reset();
    this.tx.reset();
    this.tx.resetFifo();
    this.rx.reset();
    this.rx.resetFifo();
    this.fifoResetBack = STATE_AFTER_RESET & ~TX_IDLE;
    this.apply();
  }

  /** The block's clock or reset changed: begins or ends to run, as its registers say. */
  clockChanged(): void {
    this.apply();
  }

  /** Stops for good and leaves no timer on the clock. */
  powerOff(): void {
    this.isPowered = false;
    this.apply();
  }

  registers(): Record<string, number> {
    return this.file.dump();
  }

  private guard(access: 'read' | 'write', register: string): void {
    const why = this.ports.whyNotRunning();
    if (why !== undefined) throw new GatedAccess(access, register, why);
    this.advance();
  }

  private confWritten(value: number, before: number): void {
    if ((value & R.TX_FIFO_RESET) !== 0) this.tx.resetFifo();
    if ((value & R.RX_FIFO_RESET) !== 0) this.rx.resetFifo();
    if ((value & R.TX_FIFO_RESET) !== 0) this.fifoResetBack |= TX_FIFO_RESET_BACK;
    else if ((before & R.TX_FIFO_RESET) !== 0) this.fifoResetBack &= ~TX_FIFO_RESET_BACK;
    if ((value & R.RX_FIFO_RESET) !== 0) this.fifoResetBack |= RX_FIFO_RESET_BACK;
    else if ((before & R.RX_FIFO_RESET) !== 0) this.fifoResetBack &= ~RX_FIFO_RESET_BACK;
    this.apply();
  }

  private lcConfWritten(value: number): void {
    if ((value & R.OUT_RST) !== 0) this.tx.reset();
    if ((value & R.IN_RST) !== 0) this.rx.reset();
  }

  private linkWritten(value: number, dma: TxDma | RxDma, resetBit: number): void {
    if ((this.file.get(R.LC_CONF) & resetBit) !== 0) return; // held in reset: it hears no command
    if ((value & R.LINK_STOP) !== 0) dma.stop();
    if ((value & R.LINK_START) !== 0) dma.start(LINK_ADDRESS_BASE + (value & R.LINK_ADDR));
    if ((value & R.LINK_RESTART) !== 0) dma.restart();
  }

  /** Makes the line do what the registers say now. The line is up to date when this is called. */
  private apply(): void {
    const { clockPpm } = this.ports;
    const conf = this.file.get(R.CONF);
    const isClocked = this.isPowered && this.ports.whyNotRunning() === undefined;
    const runs = (start: number, reset: number): boolean => isClocked && (conf & start) !== 0 && (conf & reset) === 0;
    const tx = runs(R.TX_START, R.TX_RESET) ? readTxSettings(this.file, clockPpm) : undefined;
    const rx = runs(R.RX_START, R.RX_RESET) ? readRxSettings(this.file, clockPpm) : undefined;
    const isShared = (conf & R.SIG_LOOPBACK) !== 0;
    if (isShared && (tx?.isMaster === false || rx?.isMaster === true)) {
      const why = 'SIG_LOOPBACK is modelled with the transmitter as master and the receiver as slave only';
      throw new BadRegisterValue('I2S_CONF', conf, why);
    }
    const nowNs = this.ports.now();
    this.runner.configure(nowNs, {
      // A slave whose clocks come from outside the chip gets none: nothing outside makes any.
      tx: tx?.isMaster === true ? tx : undefined,
      rx,
      rxLine: rx?.isMaster === true ? RX_LINE : TX_LINE,
      isSharing: isShared,
    });
    this.schedule();
  }

  private schedule(): void {
    if (!this.runner.isRunning) {
      this.timer?.cancel();
      this.timer = undefined;
    } else if (this.timer === undefined) {
      this.timer = this.ports.clock.at(this.ports.clock.nowNs + TICK_NS, () => {
        this.timer = undefined;
        this.runner.advanceTo(this.ports.clock.nowNs);
        this.schedule();
      });
    }
  }
}
