import type { Gpio, Level, PadMode } from '../../peripherals/gpio';
import { UnmodelledCall } from '../cpu/errors';
import type { Interpreter } from '../interpreter/interpreter';
import { defineHidden } from '../interpreter/natives';

const PINS = 40;
const MODES: readonly PadMode[] = [
  'input',
  'input_pullup',
  'input_pulldown',
  'output',
  'opendrain',
  'opendrain_pullup',
];
/** The pads of the flash chip. The interpreter refuses to use them. */
const isFlashPin = (pin: number): boolean => pin >= 6 && pin <= 11;

/** The pins of the board. Firmware names one by its `Pin` object, such as `D27`, or by its number. */
export class Pins {
  private readonly interpreter: Interpreter;
  private readonly gpio: Gpio;
  /** The mode of each pin that the firmware has set. */
  private readonly modes = new Map<number, string>();
  private readonly numbers = new WeakMap<object, number>();
  private readonly objects: readonly object[];

  constructor(interpreter: Interpreter, gpio: Gpio, prototype: object) {
    this.interpreter = interpreter;
    this.gpio = gpio;
    this.objects = Array.from({ length: PINS }, (_, pin) => {
      const object = Object.create(prototype) as object;
      this.numbers.set(object, pin);
      return object;
    });
  }

  /** The number of a pin. Throws an error of the firmware's context for anything else. */
  number(pin: unknown): number {
    const found = typeof pin === 'object' && pin !== null ? this.numbers.get(pin) : pin;
    const isValid = Number.isInteger(found) && (found as number) >= 0 && (found as number) < PINS;
    if (!isValid || isFlashPin(found as number)) return this.interpreter.fail('Invalid pin');
    return found as number;
  }

  /** The `Pin` object of a number from 0 to 39. */
  object(pin: number): object {
    return this.objects[pin]!;
  }

  /** Does what `pinMode` does, without its cost. */
  setMode(pin: number, mode: PadMode): void {
    this.interpreter.cpu.guard(() => this.gpio.pinMode(pin, mode));
    this.modes.set(pin, mode);
  }

  /** `getPinMode`. */
  mode(pin: unknown): string {
    return this.modes.get(this.number(pin)) ?? 'input';
  }

  /** `pinMode`. */
  changeMode(pin: unknown, mode: unknown): void {
    const { cpu, costs, fail } = this.interpreter;
    cpu.charge(costs.pinMode);
    const one = this.number(pin);
    if (mode === undefined || mode === 'auto') this.modes.delete(one);
    else if (MODES.includes(mode as PadMode)) this.setMode(one, mode as PadMode);
    else fail('Unknown pin mode');
  }

  /** `digitalRead`: the level of a pin, or those of a list as the bits of a number, the last pin in the lowest bit. */
  read(pin: unknown): number {
    const { cpu, costs } = this.interpreter;
    cpu.charge(costs.digitalRead);
    const list = Array.isArray(pin) ? pin : [pin];
    return list
      .map((one) => this.number(one))
      .reduce((bits, one) => {
        if (!this.modes.has(one)) cpu.guard(() => this.gpio.pinMode(one, 'input'));
        return (bits << 1) | cpu.guard(() => this.gpio.digitalRead(one));
      }, 0);
  }

  /** `digitalWrite`: sets a pin, or the pins of a list from the bits of a number. */
  write(pin: unknown, value: unknown): void {
    const { cpu, costs } = this.interpreter;
    cpu.charge(costs.digitalWrite);
    if (Array.isArray(pin)) {
      // The last pin of a list takes the lowest bit.
      pin.forEach((one, i) => this.setLevel(this.number(one), (Number(value) >> (pin.length - 1 - i)) & 1 ? 1 : 0));
    } else this.setLevel(this.number(pin), value ? 1 : 0);
  }

  /** `analogWrite`, for duties of 0 and 1 only. */
  writeDuty(pin: unknown, value: unknown): void {
    const { cpu, costs } = this.interpreter;
    cpu.charge(costs.analogWrite);
    const one = this.number(pin);
    const duty = Number(value);
    if (duty > 0 && duty < 1) throw cpu.stop(new UnmodelledCall('analogWrite', `a duty of ${duty} is not modelled`));
    cpu.guard(() => this.gpio.pinMode(one, 'output'));
    this.setLevel(one, duty >= 1 ? 1 : 0);
  }

  private setLevel(pin: number, level: Level): void {
    const { cpu } = this.interpreter;
    // A pin whose mode the firmware has not set becomes an output.
    if (!this.modes.has(pin)) cpu.guard(() => this.gpio.pinMode(pin, 'output'));
    cpu.guard(() => this.gpio.digitalWrite(pin, level));
  }
}

/**
 * Installs the `Pin` objects `D0` to `D39` and the functions `pinMode`, `digitalRead`, `digitalWrite`, `analogWrite`.
 */
export function installPins(interpreter: Interpreter, gpio: Gpio): Pins {
  const { globals } = interpreter;
  const prototype = interpreter.object({});
  const pins = new Pins(interpreter, gpio, prototype);
  defineHidden(prototype, {
    read(this: object) {
      return pins.read(this) === 1;
    },
    write(this: object, value: unknown) {
      pins.write(this, value);
    },
    set(this: object) {
      pins.write(this, 1);
    },
    reset(this: object) {
      pins.write(this, 0);
    },
    toggle(this: object) {
      const level = pins.read(this) ? 0 : 1;
      pins.write(this, level);
      return level === 1;
    },
    mode(this: object, mode: unknown) {
      pins.changeMode(this, mode);
    },
    getMode(this: object) {
      return pins.mode(this);
    },
    toString(this: object) {
      return `D${pins.number(this)}`;
    },
    valueOf(this: object) {
      return pins.number(this);
    },
  });
  for (let pin = 0; pin < PINS; pin++) globals[`D${pin}`] = pins.object(pin);
  Object.assign(globals, {
    pinMode: (pin: unknown, mode: unknown) => pins.changeMode(pin, mode),
    analogWrite: (pin: unknown, value: unknown) => pins.writeDuty(pin, value),
    digitalWrite: (pin: unknown, value: unknown) => pins.write(pin, value),
    digitalRead: (pin: unknown) => pins.read(pin),
    getPinMode: (pin: unknown) => pins.mode(pin),
  });
  return pins;
}
