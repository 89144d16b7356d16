// What the console of an ESP32 shows when ESP-IDF 3.3 ends the program, before it restarts the chip.

/** What came before a restart of the chip, and the lines on the console. The number is the milliseconds since the start. */
export type Crash = (ms: number) => readonly string[];

const REBOOTING = 'Rebooting...';

/** An exception of the processor, such as a store through a null pointer. */
function exception(cause: string): Crash {
  return () => [`Guru Meditation Error: Core  0 panic'ed (${cause}). Exception was unhandled.`, REBOOTING];
}

/** The lines that ESP-IDF logs, then those of `abort()`. The addresses depend on the build. */
function abortion(...logged: readonly string[]): Crash {
  return (ms) => [
    ...logged.map((line) => `E (${ms}) ${line}`),
    'abort() was called at PC 0x40134b0c on core 0',
    REBOOTING,
  ];
}

/** A call of machine code that the processor cannot execute. */
export const ILLEGAL_INSTRUCTION = exception('IllegalInstruction');

/** The interpreter got no memory for its variables, and does not check that: `jsvInit` in src/jsvar.c of Espruino. */
export const NO_VARIABLES = exception('StoreProhibited');

/** `esp_wifi_set_ps(WIFI_PS_NONE)` while Bluetooth is on. The text is in the Wi-Fi library of ESP-IDF 3.3. */
export const COEXISTENCE = abortion(
  'wifi:Error! Should enable WiFi modem sleep when both WiFi and Bluetooth are enabled!!!!!!',
);

/** The task watchdog was not kicked for its period (esp_task_wdt.c of ESP-IDF). */
export const WATCHDOG = abortion(
  'task_wdt: Task watchdog got triggered. The following tasks did not reset the watchdog in time:',
  'task_wdt:  - espruinoTask (CPU 0)',
  'task_wdt: Aborting.',
);

/** No crash: the program asked for the restart. */
export const ASKED: Crash = () => [];

/** What the interpreter prints when it has no variable left: src/jsvar.c and src/jsinteractive.c of Espruino. */
export const OUT_OF_MEMORY_LINES = [
  'OUT OF MEMORY',
  'Execution Interrupted',
  'New interpreter error: [',
  '  "MEMORY"',
  ' ]',
];
