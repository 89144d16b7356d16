import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type KernelProgram, readKernels } from '../../../xtensa';

const MACHINE = readFileSync(join(__dirname, '../../../firmware/kernels/machine.ts'), 'utf8');
const NAMES = [...MACHINE.matchAll(/function (\w+)/g)].map(([, name]) => name);

/** The entry file of kernels that exist only as text. */
export const ENTRY = 'kernels/index.ts';

/** Reads kernels from texts: the entry file, whose line 1 imports all of machine.ts, and others by name. */
export function kernelsOf(text: string, others: Readonly<Record<string, string>> = {}): KernelProgram {
  const files: Record<string, string> = {
    [ENTRY]: `import { ${NAMES.join(', ')} } from './machine';\n${text}`,
    'kernels/machine.ts': MACHINE,
  };
  for (const [name, other] of Object.entries(others)) files[`kernels/${name}`] = other;
  const byPath = new Map(Object.entries(files).map(([name, content]) => [resolve(name), content]));
  return readKernels(ENTRY, (path) => byPath.get(path));
}
