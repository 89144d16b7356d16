import type { PadMode, Gpio } from '../../peripherals/gpio';
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
/** Pads of the flash chip: the interpreter refuses to touch them. */
const isFlashPin = (pin: number): boolean => pin >= 6 && pin <= 11;

/** The pins as the firmware names them: `D27`, or the bare number. */
export interface Pins {
  /** The number of a pin. Throws the firmware's kind of error for what is none. */
  number(pin: unknown): number;
  /** The `Pin` object of a number. */
  object(pin: number): object;
  /** What `pinMode` does, free of charge. */
  setMode(pin: number, mode: PadMode): void;
}

/** `Pin` objects `D0` to `D39`, `pinMode`, `digitalWrite`, `digitalRead`, `analogWrite`. */
export function installPins(interpreter: Interpreter, gpio: Gpio): Pins {
  const { cpu, costs, globals, fail } = interpreter;
  const modes = new Map<number, string>();
  const numbers = new WeakMap<object, number>();
  const prototype = interpreter.object({});
  const objects = Array.from({ length: PINS }, (_, pin) => {
    const object = Object.create(prototype) as object;
    numbers.set(object, pin);
    return object;
  });

  const number = (pin: unknown): number => {
    const found = typeof pin === 'object' && pin !== null ? numbers.get(pin) : pin;
    const isValid = Number.isInteger(found) && (found as number) >= 0 && (found as number) < PINS;
    if (!isValid || isFlashPin(found as number)) return fail('Invalid pin');
    return found as number;
  };

  const setMode = (pin: number, mode: PadMode): void => {
    cpu.guard(() => gpio.pinMode(pin, mode));
    modes.set(pin, mode);
  };

  const write = (pin: unknown, value: unknown): void => {
    cpu.charge(costs.digitalWrite);
    if (Array.isArray(pin)) {
      // The last pin of a list takes the lowest bit.
      pin.forEach((one, i) => writeOne(number(one), (Number(value) >> (pin.length - 1 - i)) & 1));
    } else writeOne(number(pin), value ? 1 : 0);
  };

  const writeOne = (pin: number, level: number): void => {
    // A pin whose mode nobody has set becomes an output.
    if (!modes.has(pin)) cpu.guard(() => gpio.pinMode(pin, 'output'));
    cpu.guard(() => gpio.digitalWrite(pin, level === 1 ? 1 : 0));
  };

  const read = (pin: unknown): number => {
    cpu.charge(costs.digitalRead);
    const list = Array.isArray(pin) ? pin : [pin];
    return list.map(number).reduce((bits, one) => {
      if (!modes.has(one)) cpu.guard(() => gpio.pinMode(one, 'input'));
      return (bits << 1) | cpu.guard(() => gpio.digitalRead(one));
    }, 0);
  };

  const pinMode = (pin: unknown, mode: unknown): void => {
    cpu.charge(costs.pinMode);
    const one = number(pin);
    if (mode === undefined || mode === 'auto') modes.delete(one);
    else if (MODES.includes(mode as PadMode)) setMode(one, mode as PadMode);
    else fail('Unknown pin mode');
  };

  const analogWrite = (pin: unknown, value: unknown): void => {
    cpu.charge(costs.analogWrite);
    const one = number(pin);
    const duty = Number(value);
    if (duty > 0 && duty < 1) throw cpu.stop(new UnmodelledCall('analogWrite', `a duty of ${duty} is not modelled`));
    cpu.guard(() => gpio.pinMode(one, 'output'));
    writeOne(one, duty >= 1 ? 1 : 0);
  };

  defineHidden(prototype, {
    read(this: object) {
      return read(this) === 1;
    },
    write(this: object, value: unknown) {
      write(this, value);
    },
    set(this: object) {
      write(this, 1);
    },
    reset(this: object) {
      write(this, 0);
    },
    toggle(this: object) {
      const level = read(this) ? 0 : 1;
      write(this, level);
      return level === 1;
    },
    mode(this: object, mode: unknown) {
      pinMode(this, mode);
    },
    getMode(this: object) {
      return modes.get(number(this)) ?? 'input';
    },
    toString(this: object) {
      return `D${number(this)}`;
    },
    valueOf(this: object) {
      return number(this);
    },
  });
  objects.forEach((object, pin) => (globals[`D${pin}`] = object));
  Object.assign(globals, {
    pinMode,
    analogWrite,
    digitalWrite: write,
    digitalRead: read,
    getPinMode: (pin: unknown) => modes.get(number(pin)) ?? 'input',
  });
  return { number, object: (pin) => objects[pin], setMode };
}
