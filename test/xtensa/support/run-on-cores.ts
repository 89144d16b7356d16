import { QEMU_BASE, call, fill, show } from '../qemu-program';
import { runOnQemu } from '../qemu';
import { type Job, type Outcome, placed } from './run-both';

/** Where a job's memory lies. */
export const MEMORY_AT = QEMU_BASE;

/** Runs jobs on one of QEMU's cores, with the code at `codeAt` bytes behind the memory. */
export function onQemu(core: string, jobs: readonly Job[], codeAt = 0x1000): Outcome[] {
  const commands = jobs.flatMap((job) => {
    const { code, tables, tablesAt } = placed(job, MEMORY_AT);
    const start = MEMORY_AT + codeAt;
    return [
      fill(start, code),
      fill(tablesAt, tables),
      fill(MEMORY_AT, job.memory),
      call(start + job.blob.entries[job.entry], [...job.values, 0, 0, 0, 0].slice(0, 4)),
      show(MEMORY_AT, job.memory.length),
    ];
  });
  const answers = runOnQemu(core, commands);
  let at = 0;
  return jobs.map(({ memory }) => {
    const result = answers.readInt32LE(at);
    const left = Buffer.from(answers.subarray(at + 4, at + 4 + memory.length));
    at += 4 + memory.length;
    return { result, memory: left };
  });
}
