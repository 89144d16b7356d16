import type { Clock, Timer } from '../core/clock';
import type { Gpio } from '../peripherals/gpio';
import { NS_PER_MS } from '../core/time-units';

const SHORTEST_BOUNCE_NS = NS_PER_MS;
const LONGEST_BOUNCE_NS = 5 * NS_PER_MS;
/** A contact that bounces opens and closes again this many times at most. */
const MOST_BOUNCES = 4;

/** How a button is built in. */
export type ButtonOptions = {
  readonly clock: Clock;
  readonly gpio: Gpio;
  readonly pad: number;
  /** Numbers from 0 up to 1, from the board's seed: how the contact bounces. */
  readonly random: () => number;
};

/** A push button from a pad to ground. Its contact bounces for 1 to 5 ms, as real ones do. */
export class Button {
  private readonly options: ButtonOptions;
  private bounces: readonly Timer[] = [];
  private pressed = false;

  constructor(options: ButtonOptions) {
    this.options = options;
  }

  /** Whether a finger is on it. */
  get isPressed(): boolean {
    return this.pressed;
  }

  press(): void {
    this.move(true);
  }

  release(): void {
    this.move(false);
  }

  private move(isPressed: boolean): void {
    if (isPressed === this.pressed) return;
    this.pressed = isPressed;
    for (const bounce of this.bounces) bounce.cancel();
    const { clock, random } = this.options;
    const bounceNs = SHORTEST_BOUNCE_NS + random() * (LONGEST_BOUNCE_NS - SHORTEST_BOUNCE_NS);
    const count = 1 + Math.floor(random() * MOST_BOUNCES);
    const instants = Array.from({ length: 2 * count }, () => random() * bounceNs).sort((a, b) => a - b);
    this.touch(isPressed);
    this.bounces = instants.map((afterNs, i) =>
      clock.at(clock.nowNs + afterNs, () => this.touch(i % 2 === 0 ? !isPressed : isPressed)),
    );
  }

  private touch(isClosed: boolean): void {
    const { gpio, pad, clock } = this.options;
    gpio.drive(pad, isClosed ? 0 : undefined, clock.nowNs);
  }
}
