import type { Peripheral } from '../core/bus';
import type { RegisterFile } from '../core/register-file';
import { GpioMatrix } from './gpio-matrix';
import { createGpioRegisters, ENABLE, OUT, PADS, pairOf, SIGNAL_GPIO } from './gpio-registers';
import type { IoMux, Pull } from './io-mux';

/** The level of a pad. */
export type Level = 0 | 1;

/** The modes of a pad that the interpreter knows. */
export type PadMode = 'input' | 'input_pullup' | 'input_pulldown' | 'output' | 'opendrain' | 'opendrain_pullup';

/** Called at every change of a pad's level, with the instant in ns. */
type PadWatcher = (level: Level, timeNs: number) => void;

type Watch = { readonly pad: number; last: Level; readonly watcher: PadWatcher };

/** The pads: their levels, what the chip and the parts outside do to them, and who observes them. */
export class Gpio implements Peripheral {
  readonly name = 'GPIO';
  readonly matrix: GpioMatrix;
  private readonly file: RegisterFile;
  private readonly ioMux: IoMux;
  private readonly ports: { readonly now: () => number; readonly beforeChange: () => void };
  /** The levels that parts outside hold pads at. */
  private readonly outside = new Map<number, Level>();
  private readonly openDrain = new Set<number>();
  private watches: readonly Watch[] = [];

  constructor(ioMux: IoMux, ports: { readonly now: () => number; readonly beforeChange: () => void }) {
    this.ioMux = ioMux;
    this.ports = ports;
    this.file = createGpioRegisters({
      beforeChange: ports.beforeChange,
      onChange: () => this.settle(ports.now()),
      readInputs: (bank) => this.readInputs(bank),
    });
    this.matrix = new GpioMatrix(this.file, ioMux);
  }

  read(offset: number): number {
    return this.file.read(offset);
  }

  write(offset: number, value: number): void {
    this.file.write(offset, value);
  }

  /** What stock Espruino's `pinMode` does: sets the direction, and selects the plain GPIO for the pad. */
  pinMode(pad: number, mode: PadMode): void {
    this.require(pad);
    this.ports.beforeChange();
    const isOutput = mode === 'output' || mode.startsWith('opendrain');
    const isInput = mode !== 'output';
    const pull: Pull = mode.endsWith('pullup') ? 'up' : mode.endsWith('pulldown') ? 'down' : 'none';
    if (mode.startsWith('opendrain')) this.openDrain.add(pad);
    else this.openDrain.delete(pad);
    this.ioMux.select(pad, isInput, pull);
    this.matrix.selectOutput(pad, SIGNAL_GPIO);
    this.setBit(ENABLE, pad, isOutput);
    this.settle(this.ports.now());
  }

  /** What stock Espruino's `digitalWrite` does: sets the level, and selects the plain GPIO for the pad. */
  digitalWrite(pad: number, level: Level): void {
    this.require(pad);
    this.ports.beforeChange();
    this.matrix.selectOutput(pad, SIGNAL_GPIO);
    this.setBit(OUT, pad, level === 1);
    this.settle(this.ports.now());
  }

  /** The level that the chip reads: low while the input of the pad is off. */
  digitalRead(pad: number): Level {
    this.require(pad);
    return this.ioMux.isInputEnabled(pad) ? this.level(pad) : 0;
  }

  /** The level on the wire. A pad that carries the signal of a peripheral counts as low. */
  level(pad: number): Level {
    return this.outside.get(pad) ?? this.drivenLevel(pad) ?? (this.ioMux.pull(pad) === 'up' ? 1 : 0);
  }

  /** Calls the watcher at every change of the pad's level from now on. */
  watch(pad: number, watcher: PadWatcher): { cancel(): void } {
    this.require(pad);
    const watch = { pad, last: this.level(pad), watcher };
    this.watches = [...this.watches, watch];
    return { cancel: () => (this.watches = this.watches.filter((other) => other !== watch)) };
  }

  /** A part outside holds the pad at a level, or releases it (undefined). It overrides the chip. */
  drive(pad: number, level: Level | undefined, timeNs: number): void {
    this.require(pad);
    if (level === undefined) this.outside.delete(pad);
    else this.outside.set(pad, level);
    this.settle(timeNs);
  }

  /** Calls the watchers of pads whose level has changed. The chip calls it when another block has changed a pad. */
  settle(timeNs: number): void {
    for (const watch of this.watches) {
      const level = this.level(watch.pad);
      if (level === watch.last) continue;
      watch.last = level;
      watch.watcher(level, timeNs);
    }
  }

  /** Every register by name. */
  registers(): Record<string, number> {
    return this.file.dump();
  }

  private drivenLevel(pad: number): Level | undefined {
    const signal = this.matrix.outputSignal(pad);
    if (signal === undefined) return undefined;
    if (signal !== SIGNAL_GPIO) return 0;
    const isHigh = (this.file.get(pairOf(OUT, pad)) & (1 << (pad & 31))) !== 0;
    if (this.openDrain.has(pad)) return isHigh ? undefined : 0;
    return isHigh ? 1 : 0;
  }

  private readInputs(bank: 0 | 1): number {
    let bits = 0;
    for (let pad = 32 * bank; pad < Math.min(PADS, 32 * bank + 32); pad++) {
      if (this.ioMux.isInputEnabled(pad) && this.level(pad) === 1) bits |= 1 << (pad & 31);
    }
    return bits;
  }

  private setBit(pair: readonly [number, number], pad: number, isSet: boolean): void {
    const offset = pairOf(pair, pad);
    const bit = 1 << (pad & 31);
    this.file.set(offset, isSet ? this.file.get(offset) | bit : this.file.get(offset) & ~bit);
  }

  private require(pad: number): void {
    if (!this.ioMux.hasPad(pad)) throw new RangeError(`the chip has no pad for GPIO ${pad}`);
  }
}
