import type { Interpreter } from '../interpreter/interpreter';

/** `require("ESP32")`. */
export function createEsp32Module(interpreter: Interpreter, restart: () => void): object {
  return interpreter.object({
    reboot: restart,
    getState: () =>
      interpreter.object({ sdkVersion: 'v3.3.6', freeHeap: 38_000, minHeap: 30_000, BLE: true, Wifi: true }),
  });
}
