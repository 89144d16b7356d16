import type { Interpreter } from '../interpreter/interpreter';
import type { RadioFlags } from './esp32';

// A fresh interpreter uses 49 to 66 variables (docs/reference/cost.md, "Memory").
const FRESH_JSVARS = 60;

/** Bytes of one variable of the interpreter. */
export const JSVAR_BYTES = 14;

/**
 * Variables of the interpreter with Bluetooth on: what a build of 2020 printed, in today's variables. Without it there are 1,800 more
 * (targets/esp32/jswrap_esp32.c of Espruino). The interpreter takes the memory for all of them in one piece.
 */
const VARIABLES = 3900;
const VARIABLES_OF_BLUETOOTH = 1800;

/** The variables that the interpreter makes when the chip starts. */
export function totalVariables(radioFlags: RadioFlags): number {
  return VARIABLES + (radioFlags.bluetooth ? 0 : VARIABLES_OF_BLUETOOTH);
}

/** What `process` needs of the board. */
export type ProcessPorts = {
  /** The variables that there are. */
  readonly totalVariables: number;
  /** Bytes of all buffers that have an address. */
  readonly placedBytes: () => number;
};

/** Makes the global `process`. Its memory usage counts only the buffers that have an address. */
export function createProcess(interpreter: Interpreter, ports: ProcessPorts): object {
  const { cpu, costs } = interpreter;
  return interpreter.object({
    version: '2v29',
    env: interpreter.object({
      VERSION: '2v29',
      BOARD: 'ESP32',
      CHIP: 'ESP32',
      FLASH: 4194304,
      RAM: 524288,
    }),
    memory() {
      cpu.charge(costs.getTime);
      const usage = FRESH_JSVARS + Math.ceil(ports.placedBytes() / JSVAR_BYTES);
      return interpreter.object({
        free: ports.totalVariables - usage,
        usage,
        total: ports.totalVariables,
        history: 0,
        gc: 0,
        gctime: 0,
        blocksize: JSVAR_BYTES,
      });
    },
  });
}
