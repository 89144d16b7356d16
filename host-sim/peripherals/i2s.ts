import type { Peripheral } from '../core/bus';
import type { Clock } from '../core/clock';
import type { Memory } from '../core/memory';
import type { GpioMatrix } from './gpio-matrix';
import type { LinePart } from './i2s-line';

/** What the I2S block is given by the chip. */
export type I2sPorts = {
  readonly clock: Clock;
  readonly now: () => number;
  readonly memory: Memory;
  readonly routing: GpioMatrix;
  /** What keeps the block from running (clock gate, reset), in words, or undefined. */
  readonly whyNotRunning: () => string | undefined;
  readonly clockPpm: number;
  readonly dmaBase: number;
  readonly dmaEnd: number;
  readonly onFault: (fault: Error) => void;
};

export class I2s implements Peripheral {
  readonly name = 'I2S0';
  constructor(_ports: I2sPorts) {}
  read(_offset: number): number {
    return 0;
  }
  write(_offset: number, _value: number): void {}
  attach(_part: LinePart): void {}
  advance(): void {}
  reset(): void {}
  reschedule(): void {}
  powerOff(): void {}
  registers(): Record<string, number> {
    return {};
  }
}
