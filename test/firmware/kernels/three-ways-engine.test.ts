import { join } from 'node:path';
import * as c from '../../../firmware/kernels/context';
import { compileKernels, readKernels } from '../../../xtensa';
import { firstDifference, hostMachine, lx6Machine, qemuMachine, type Machine } from '../../support/kernel-machines';
import { QEMU_CORES, hasQemu } from '../../xtensa/qemu';
import { EngineSession } from './engine-session';
import { randomFrom } from './random-data';

// The blob of the firmware, three ways: random streams through its `push` and `poll`, each in the memory that the one
// before it left. KERNEL_BLOCKS calls, from KERNEL_SEED.

const COUNT = Number(process.env['KERNEL_BLOCKS'] ?? 500);
const SEED = Number(process.env['KERNEL_SEED'] ?? Date.now() % 1e9);
const CALLS_A_STREAM = 200;
const STREAMS_A_RUN = 10;

const program = readKernels(join(__dirname, '../../../firmware/kernels/index.ts'));
const blob = compileKernels(program);
const host = hostMachine(program);
const machines: Machine[] = [lx6Machine(blob, 'SRAM1'), lx6Machine(blob, 'RTC FAST')];
if (hasQemu()) for (const core of QEMU_CORES) machines.push(qemuMachine(core, blob));
else console.warn('without QEMU: no qemu-xtensa here; Debian has it in the package qemu-user');

test(`streams through the engine are the same on every machine (seed ${SEED})`, () => {
  const random = randomFrom(SEED);
  for (let done = 0; done < COUNT;) {
    const streams = Math.min(STREAMS_A_RUN, Math.ceil((COUNT - done) / CALLS_A_STREAM));
    const sessions = Array.from({ length: streams }, () => new EngineSession(host, random, CALLS_A_STREAM));
    const steps = sessions.flatMap((session) => session.steps);
    const expected = Buffer.concat(sessions.flatMap((session) => session.answers));
    for (const machine of machines) {
      const different = firstDifference(steps, expected, machine.run(steps));
      if (different >= 0) throw new Error(`${machine.name} differs in call ${done + different}, seed ${SEED}`);
    }
    done += steps.length;
  }
});

test('such streams come to all that a stream can come to', () => {
  const random = randomFrom(1);
  const most = new Int32Array(c.CONTEXT_BYTES / 4);
  for (let i = 0; i < 40; i++) {
    const { steps, answers } = new EngineSession(host, random, CALLS_A_STREAM);
    const last = answers[answers.length - 2]!;
    if (steps.length !== CALLS_A_STREAM) throw new Error('a stream is cut');
    for (let word = 0; word < most.length; word++) most[word] = Math.max(most[word]!, last.readInt32LE(4 + 4 * word));
  }
  const counters = { ...pick('RECEIVED', 'LOST', 'LATE', 'CONCEALED', 'UNDERRUNS', 'SKIPPED') };
  const more = { ...pick('DROPPED_SAMPLES', 'ADDED_SAMPLES', 'OVERRUNS', 'SEQUENCE') };
  for (const [name, offset] of Object.entries({ ...counters, ...more }))
    expect([name, most[offset / 4]! > 0]).toEqual([name, true]);
});

type Counter = Extract<keyof typeof c, Uppercase<string>>;

function pick(...names: readonly Counter[]): Record<string, number> {
  return Object.fromEntries(names.map((name) => [name, c[name]]));
}
