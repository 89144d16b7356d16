import { readFileSync } from 'node:fs';
import { compileKernels, readKernels } from '../../xtensa';
import { blobModule } from '../../xtensa/blob-module';

test('firmware/kernels.d.ts declares the module that the build makes of the kernels', () => {
  const declared = [...readFileSync('firmware/kernels.d.ts', 'utf8').matchAll(/export const (\w+): (.*);/g)];
  const kinds = new Map(declared.map(([, name, type]) => [name, type]));
  const made = blobModule(compileKernels(readKernels('firmware/kernels/index.ts')));
  const kindOf = (value: unknown): string => (typeof value === 'object' ? 'readonly number[]' : typeof value);
  expect(new Map([...kinds].sort())).toEqual(
    new Map(
      Object.entries(made)
        .map(([name, value]): [string, string] => [name, kindOf(value)])
        .sort(),
    ),
  );
});
