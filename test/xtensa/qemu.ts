import { execFileSync, spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inBatches, qemuExecutable, type Ordered } from './qemu-program';

/** Cores of QEMU with register windows, on which kernels must run as on the ESP32's core. */
export const QEMU_CORES = ['dc232b', 'dc233c', 'de212'] as const;

/** Whether this machine has qemu-xtensa (Debian's package qemu-user). */
export function hasQemu(): boolean {
  return spawnSync('qemu-xtensa', ['--version']).status === 0;
}

/** Runs commands (see qemu-program.ts) on a core and returns the answers. Throws an `Error` if the core traps. */
export function runOnQemu(core: string, commands: readonly Ordered[]): Buffer {
  const folder = mkdtempSync(join(tmpdir(), 'stagebox-qemu-'));
  try {
    const executable = join(folder, 'kernels.elf');
    writeFileSync(executable, qemuExecutable(), { mode: 0o755 });
    writeFileSync(join(folder, 'commands'), inBatches(commands));
    const [input, output] = [openSync(join(folder, 'commands'), 'r'), openSync(join(folder, 'answers'), 'w')];
    try {
      execFileSync('qemu-xtensa', ['-cpu', core, executable], { stdio: [input, output, 'pipe'] });
    } finally {
      closeSync(input);
      closeSync(output);
    }
    return readFileSync(join(folder, 'answers'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
