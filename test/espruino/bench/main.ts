import type { Firmware } from '../../../host-sim';
import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';
import { readFirmware } from '../../../cli/firmware-text';
import type { StorageFiles } from '../../../firmware/build/storage-names';
import { measureBoot } from './boot-cost';
import { measureKernels, measureStream } from './kernel-cost';
import { measureMessages, MESSAGES_HEARD } from './message-cost';
import { measureSignIn } from './sign-in-cost';
import { measureSound, type SoundCost } from './sound-cost';

// npm run bench:device: what sound costs the device. Instructions of machine code come from the simulator's LX6 and are those
// of the ESP32; host instructions come from a real interpreter and are to be compared with each other.
// npm run bench:device -- messages sign-in: these parts alone.

/** The parts, each by the name that chooses it. */
const PARTS: Readonly<Record<string, (interpreter: string, firmware: StorageFiles) => Promise<void>>> = {
  start: reportBoot,
  'sign-in': reportSignIn,
  sound: reportSound,
  messages: reportMessages,
};

const FRAME_MS_BUDGETS: readonly (readonly [settings: { readonly codec: string }, packetMs: number, goal: string])[] = [
  [{ codec: 'wide' }, 40, '0.60 M, at most 0.75 M'],
  [{ codec: 'wide' }, 20, ''],
  [{ codec: 'tables' }, 20, '2.2 M, at most 3.2 M'],
];

function hasValgrind(): boolean {
  try {
    execFileSync('valgrind', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

const million = (instructions: number): string => `${(instructions / 1e6).toFixed(3)} M`;

function row({ codec, packetMs, parts, ...cost }: SoundCost, goal: string): Record<string, string | number> {
  return {
    'sound path': codec,
    'packet ms': packetMs,
    net: million(cost.net),
    goal: goal,
    raw: million(cost.raw),
    bridge: million(cost.bridge),
    ...Object.fromEntries(Object.entries(parts).map(([part, instructions]) => [part, million(instructions)])),
    LX6: million(cost.kernels),
  };
}

function isWanted(part: string): boolean {
  const wanted = process.argv.slice(2);
  return wanted.length === 0 || wanted.includes(part);
}

function reportKernels(firmware: Firmware): void {
  console.log('Machine code, instructions of the LX6, over real speech (a frame of 320 samples)');
  console.table(
    measureKernels().map(({ kernel, per, mean, most }) => ({
      kernel,
      per,
      mean: Number(mean.toFixed(1)),
      most: Number(most.toFixed(1)),
    })),
  );
  const stream = measureStream(firmware);
  console.log(`All machine code of a speaker on stage while two talk, simulated: ${million(stream)} for 40 ms\n`);
}

async function reportInterpreter(firmware: StorageFiles): Promise<void> {
  const { ESPRUINO } = process.env;
  if (!ESPRUINO) {
    console.log('Host instructions: skipped, for ESPRUINO names no interpreter.');
    return;
  }
  if (!hasValgrind()) {
    // With a socket open the interpreter's loop never rests: what `perf stat` counts is the same with and without sound.
    console.log(
      "Host instructions: skipped. Only valgrind tells work from the idle loop's passes: apt-get install valgrind",
    );
    return;
  }
  for (const [part, report] of Object.entries(PARTS)) if (isWanted(part)) await report(resolve(ESPRUINO), firmware);
}

async function reportSound(interpreter: string, firmware: StorageFiles): Promise<void> {
  console.log('Host instructions of the real interpreter for 40 ms of sound both ways; 1 to 2 minutes each');
  const rows: Record<string, string | number>[] = [];
  for (const [settings, packetMs, goal] of FRAME_MS_BUDGETS)
    rows.push(row(await measureSound(interpreter, firmware, settings, packetMs), goal));
  console.table(rows);
  console.log(
    'net = raw − bridge. raw: callbacks of timers and messages, what runs them, and sockets with something to move; not the\n' +
      'passes of the idle loop. bridge: what calls over to the simulated chip cost beyond the built-ins that a board has.',
  );
}

async function reportMessages(interpreter: string, firmware: StorageFiles): Promise<void> {
  console.log('Host instructions of a message that a speaker in a room hears; goal: at most 0.5 M');
  const messages = await measureMessages(interpreter, firmware, MESSAGES_HEARD);
  console.table(messages.map(({ message, instructions }) => ({ message, instructions: million(instructions) })));
}

/** From Wi-Fi to the link, with a device key. */
async function reportSignIn(interpreter: string, firmware: StorageFiles): Promise<void> {
  const { total, slices } = await measureSignIn(interpreter, firmware);
  const turns = slices.map((slice) => (slice / 1e6).toFixed(2)).join(' ');
  console.log(`Host instructions of a sign-in: ${million(total)}, of it the turns ${turns}; goal: at most 1 M each`);
}

/** Starts, with the network out of reach: kernels, and tables with and without what the first start makes in flash. */
async function reportBoot(interpreter: string, firmware: StorageFiles): Promise<void> {
  console.log('Host instructions of a start, from the first character of the boot bundle to its last');
  const rows: Record<string, string | number>[] = [];
  for (const [codec, isFirst] of [
    ['wide', true],
    ['tables', true],
    ['tables', false],
  ] as const) {
    const cost = await measureBoot(interpreter, firmware, { codec }, isFirst);
    rows.push({
      'sound path': cost.codec,
      start: isFirst ? 'first' : 'later',
      instructions: million(cost.instructions),
      hashing: million(cost.hashing),
      'variables, idle': cost.variables,
    });
  }
  console.table(rows);
}

async function main(): Promise<void> {
  const firmware = readFirmware();
  if (isWanted('kernels')) reportKernels(firmware);
  await reportInterpreter(firmware);
}

void main();
