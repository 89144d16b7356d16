import type { Pins } from '../globals/pins';
import type { Elements } from '../interpreter/elements';
import type { Interpreter } from '../interpreter/interpreter';

/** `require("neopixel")`. `show` gets the pin and the bytes: green, red, blue of each pixel. */
export function createNeopixelModule(
  interpreter: Interpreter,
  elements: Elements,
  pins: Pins,
  show: (pin: number, grb: Uint8Array) => void,
): object {
  const { cpu, costs, fail } = interpreter;
  return interpreter.object({
    write(pin: unknown, data: unknown) {
      const grb = elements.bytes(data) ?? fail('Expecting something iterable to write to LEDs');
      cpu.charge(costs.neopixelCall + grb.length * costs.neopixelPerByte);
      show(pins.number(pin), grb);
    },
  });
}
