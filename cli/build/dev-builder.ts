import { isDeepStrictEqual } from 'node:util';
import { setTimeout as wait } from 'node:timers/promises';
import { START_BUILDER_AGAIN, type DevMessage } from '../freshness/dev-messages';
import { PACKAGE_ROOT } from '../package-root';
import { bundleProblem } from './bundle-firmware';
import { createDevBundler } from './dev-bundler';
import { SourceWatch } from './source-watch';
import { typeProblems } from './type-problems';

// The process that builds the firmware while `stagebox dev` runs: at each change of a source it says what has become of
// it. It is a process of its own, so that the speakers go on in real time while it works.

const LOOK_EVERY_MS = 100;
/** What this process itself is made of. It cannot load that a second time. */
const IS_OF_THE_BUILD = /^(xtensa\/|firmware\/build\/|[^/]+$)/;

const tell = (message: DevMessage): void => void process.send?.(message);

/** Tells of the types, unless the sources have changed meanwhile. One check runs at a time. */
function createTypeCheck(): () => void {
  let wanted = 0;
  let running = Promise.resolve();
  return () => {
    const mine = ++wanted;
    running = running.then(async () => {
      if (mine !== wanted) return;
      const problems = await typeProblems(PACKAGE_ROOT);
      if (mine === wanted) tell({ kind: 'types', problems });
    });
  };
}

async function main(): Promise<void> {
  const watch = new SourceWatch(PACKAGE_ROOT);
  const bundle = createDevBundler();
  const checkTypes = createTypeCheck();
  let latest: unknown;
  const build = async (changed: readonly string[]): Promise<void> => {
    const startedAtMs = performance.now();
    try {
      const { firmware, maps } = await bundle();
      const tookMs = Math.round(performance.now() - startedAtMs);
      if (isDeepStrictEqual(firmware, latest)) tell({ kind: 'same', changed });
      else tell({ kind: 'built', changed, firmware, maps, tookMs });
      latest = firmware;
      checkTypes();
    } catch (error) {
      const problem = bundleProblem(error);
      if (problem === undefined) throw error;
      // The compiler of TypeScript has better words for what does not parse.
      const problems = await typeProblems(PACKAGE_ROOT);
      tell({ kind: 'broken', changed, problems: problems.length > 0 ? problems : [problem] });
    }
  };
  await build([]);
  while (process.connected) {
    const changed = watch.changed();
    if (changed.some((path) => IS_OF_THE_BUILD.test(path))) process.exit(START_BUILDER_AGAIN);
    if (changed.length > 0) await build(changed);
    await wait(LOOK_EVERY_MS);
  }
}

void main();
