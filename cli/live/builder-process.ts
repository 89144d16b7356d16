import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { Failure } from '../failure';
import { START_BUILDER_AGAIN, type DevMessage } from '../freshness/dev-messages';
import { PACKAGE_ROOT, toolPath } from '../package-root';

/** The process that builds the firmware at each change of a source. */
interface BuilderProcess {
  /** Rejects when the process ends by itself. */
  readonly failed: Promise<never>;
  stop(): void;
}

/** Starts that process, and starts it again when what it is made of has changed. */
export function startBuilder(onMessage: (message: DevMessage) => void): BuilderProcess {
  const tsNode = toolPath('ts-node/register');
  let child: ChildProcess | undefined;
  let isStopped = false;
  const failed = new Promise<never>((_, reject) => {
    const begin = (): void => {
      const execArgv = ['-r', tsNode];
      child = fork(join(PACKAGE_ROOT, 'cli/build/dev-builder.ts'), { cwd: PACKAGE_ROOT, execArgv });
      child.on('message', (message) => onMessage(message as DevMessage));
      child.on('exit', (code) => {
        if (isStopped) return;
        if (code === START_BUILDER_AGAIN) begin();
        else reject(new Failure('what builds the firmware has failed, as said above: mend it, and start again'));
      });
    };
    begin();
  });
  failed.catch(() => {});
  return {
    failed,
    stop() {
      isStopped = true;
      child?.kill();
    },
  };
}
