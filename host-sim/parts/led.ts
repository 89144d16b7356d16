import type { Gpio, Level } from '../peripherals/gpio';
import { Timeline } from './timeline';

/** An LED with a resistor between a pad and ground. It is lit while the pad is high. */
export class Led {
  readonly timeline = new Timeline<Level>();

  constructor(gpio: Gpio, pad: number) {
    this.timeline.push(0, gpio.level(pad));
    gpio.watch(pad, (level, timeNs) => this.timeline.push(timeNs, level));
  }

  get isLit(): boolean {
    return this.timeline.last === 1;
  }
}
