import type { Interpreter } from '../interpreter/interpreter';

// boards/ESP32.py counts on 5000 variables; a fresh interpreter uses 49 to 66 (docs/reference/cost.md, "Memory").
const TOTAL_JSVARS = 5000;
const FRESH_JSVARS = 60;
const JSVAR_BYTES = 14;

/** Makes the global `process`. Its memory usage counts only the buffers that have an address. */
export function createProcess(interpreter: Interpreter, ports: { readonly placedBytes: () => number }): object {
  const { cpu, costs } = interpreter;
  return interpreter.object({
    version: '2v29',
    env: interpreter.object({
      VERSION: '2v29',
      BOARD: 'ESP32',
      CHIP: 'ESP32',
      FLASH: 4194304,
      RAM: 524288,
      MODULES: '',
    }),
    memory() {
      cpu.charge(costs.getTime);
      const usage = FRESH_JSVARS + Math.ceil(ports.placedBytes() / JSVAR_BYTES);
      return interpreter.object({
        free: TOTAL_JSVARS - usage,
        usage,
        total: TOTAL_JSVARS,
        history: 0,
        gc: 0,
        gctime: 0,
        blocksize: JSVAR_BYTES,
      });
    },
  });
}
