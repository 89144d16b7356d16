import type { Peripheral } from '../core/bus';
import type { Clock, Timer } from '../core/clock';
import { BadRegisterValue, GatedAccess } from '../core/errors';
import type { Ram } from '../core/memory';
import type { RegisterFile } from '../core/register-file';
import { NS_PER_MS } from '../core/time-units';
import type { DmaChain } from './dma-chain';
import { DmaMemory } from './dma-descriptor';
import type { GpioMatrix } from './gpio-matrix';
import type { LinePart } from './i2s-line';
import * as R from './i2s-register-map';
import { createI2sRegisters } from './i2s-registers';
import { I2sRouting, RX_LINE, TX_LINE } from './i2s-routing';
import { I2sRunner } from './i2s-runner';
import { RxDma } from './i2s-rx-dma';
import { readRxSettings, readTxSettings } from './i2s-settings';
import { TxDma } from './i2s-tx-dma';

/** What the I2S block needs of the chip. */
type I2sPorts = {
  readonly clock: Clock;
  readonly now: () => number;
  readonly memory: Ram;
  readonly matrix: GpioMatrix;
  /** Why the block does not run (clock gate or reset), as text, or undefined while it runs. */
  readonly whyNotRunning: () => string | undefined;
  readonly clockPpm: number;
  /** The first address that DMA reaches, and the first one behind. */
  readonly dmaBase: number;
  readonly dmaEnd: number;
  readonly onFault: (fault: Error) => void;
};

/** DMA and line are moved up to the present instant at least this often. */
const TICK_NS = 5 * NS_PER_MS;
/** The link registers keep 20 bits of an address. The other bits are always these. */
const LINK_ADDRESS_BASE = 0x3ff00000;
const TX_IDLE = 1 << 0;
const TX_FIFO_RESET_BACK = 1 << 1;
const RX_FIFO_RESET_BACK = 1 << 2;
const STATE_AFTER_RESET = TX_IDLE | TX_FIFO_RESET_BACK | RX_FIFO_RESET_BACK;

/**
 * I2S0 with its DMA. Its state catches up with the present instant at every access to its registers, at `advance`, and
 * every 5 ms while it runs.
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
    this.file = createI2sRegisters({
      guard: (access, register) => this.guard(access, register),
      confWritten: (value, before) => this.confWritten(value, before),
      settingsWritten: () => this.apply(),
      lcConfWritten: (value) => this.lcConfWritten(value),
      outLinkWritten: (value) => this.linkWritten(value, this.tx.chain, R.OUT_RST),
      inLinkWritten: (value) => this.linkWritten(value, this.rx.chain, R.IN_RST),
      state: () => (this.runner.isTransmitting ? 0 : TX_IDLE) | this.fifoResetBack,
      outPosition: () => this.tx.chain.linkPosition,
      inPosition: () => this.rx.chain.linkPosition,
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

  /** Connects a part to the wires. */
  attach(part: LinePart): void {
    this.routing.attach(part);
  }

  /** A pad or the GPIO matrix is about to change: what happens before goes by the connections as they are. */
  beforeRoutingChange(): void {
    this.advance();
    this.routing.forget();
  }

  /** Moves DMA and line up to the board's instant. */
  advance(): void {
    this.runner.advanceTo(this.ports.now());
  }

  /** The reset line of the block went up: all registers get their reset values, and everything stops. */
  reset(): void {
    this.file.reset();
    this.tx.chain.reset();
    this.tx.resetFifo();
    this.rx.chain.reset();
    this.rx.resetFifo();
    this.fifoResetBack = STATE_AFTER_RESET & ~TX_IDLE;
    this.apply();
  }

  /** The clock or reset of the block changed: it starts or stops, as its registers say. */
  clockChanged(): void {
    this.apply();
  }

  /** Stops for good. Leaves no timer on the clock. */
  powerOff(): void {
    this.isPowered = false;
    this.apply();
  }

  /** Every register by name. */
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
    if ((value & R.OUT_RST) !== 0) this.tx.chain.reset();
    if ((value & R.IN_RST) !== 0) this.rx.chain.reset();
  }

  private linkWritten(value: number, chain: DmaChain, resetBit: number): void {
    if ((this.file.get(R.LC_CONF) & resetBit) !== 0) return; // An engine that is held in reset ignores commands.
    if ((value & R.LINK_STOP) !== 0) chain.stop();
    if ((value & R.LINK_START) !== 0) chain.start(LINK_ADDRESS_BASE + (value & R.LINK_ADDR));
    if ((value & R.LINK_RESTART) !== 0) chain.restart();
  }

  /** Makes the line do what the registers say now. Call `advance` first. */
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
      // A slave gets no clocks from outside the chip, for no part there makes any.
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
