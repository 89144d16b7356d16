import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { environment } from './environment';

const ROOT = join(__dirname, '../..');

/**
 * The path of the compiled `stagebox`. It is compiled first if its sources have changed.
 * @runs ../../cli/main
 */
export function compiledCommand(): string {
  const tsNode = createRequire(__filename).resolve('ts-node/register');
  execFileSync(process.execPath, ['-r', tsNode, join(ROOT, 'cli/build/main.ts'), 'command'], {
    cwd: ROOT,
    env: environment(),
  });
  return join(ROOT, 'dist/cli/main.js');
}
