import type { Clock, Timer } from '../core/clock';
import { NS_PER_MS } from '../core/time-units';
import type { Gpio } from '../peripherals/gpio';

const SHORTEST_BOUNCE_NS = NS_PER_MS;
const LONGEST_BOUNCE_NS = 5 * NS_PER_MS;
/** A bouncing contact opens and closes again at most this many times. */
const MOST_BOUNCES = 4;

/** How a button is connected. */
type ButtonOptions = {
  readonly clock: Clock;
  readonly gpio: Gpio;
  readonly pad: number;
  /** Uniform numbers in [0, 1), from the board's seed. They decide how the contact bounces. */
  readonly random: () => number;
};

/** A push button between a pad and ground. Its contact bounces for 1 to 5 ms, as real contacts do. */
export class Button {
  private readonly options: ButtonOptions;
  private bounces: readonly Timer[] = [];
  private pressed = false;

  constructor(options: ButtonOptions) {
    this.options = options;
  }

  /** Whether it is pressed. */
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
