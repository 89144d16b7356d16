import type { Interpreter } from '../interpreter/interpreter';

/** Which radios the interpreter starts. The flags lie in a partition of their own and outlast power and uploads. */
export type RadioFlags = { bluetooth: boolean; wifi: boolean };

/** What `ESP32` needs of the board. */
export type Esp32Ports = {
  readonly radioFlags: RadioFlags;
  /** Erases the files that the interpreter calls saved code. */
  readonly eraseSavedCode: () => void;
  /** Restarts the chip at once: no listener of `kill` runs. Gives what to throw, so that the program ends there. */
  readonly restartChip: () => Error;
};

/** Makes the global `ESP32` (targets/esp32/jswrap_esp32.c of Espruino). */
export function createEsp32(interpreter: Interpreter, ports: Esp32Ports): object {
  const { cpu, costs } = interpreter;
  const { radioFlags, eraseSavedCode, restartChip } = ports;
  const enable = (radio: keyof RadioFlags) => (isEnabled: unknown) => {
    radioFlags[radio] = Boolean(isEnabled);
    eraseSavedCode();
    throw restartChip();
  };
  return interpreter.object({
    reboot(): never {
      throw restartChip();
    },
    enableBLE: enable('bluetooth'),
    enableWifi: enable('wifi'),
    getState() {
      cpu.charge(costs.getTime);
      return interpreter.object({
        sdkVersion: 'v3.3.6',
        freeHeap: 38_000,
        BLE: radioFlags.bluetooth,
        Wifi: radioFlags.wifi,
        minHeap: 30_000,
      });
    },
  });
}
