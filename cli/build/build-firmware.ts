import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from '../failure';
import * as records from '../freshness/build-record';
import { FIRMWARE_SOURCES, hashOfSources } from '../freshness/source-hash';
import { PACKAGE_ROOT } from '../package-root';
import { withLock } from './build-lock';
import { bundleFirmware, bundleProblem } from './bundle-firmware';
import { typeProblems } from './type-problems';

const LOCK = join(PACKAGE_ROOT, '.build/firmware.lock');
/** Problems that are shown. One mistake often makes many. */
const MOST_PROBLEMS = 10;

/** What a build made, or what is wrong with the sources. */
type Outcome = { readonly files: records.BuiltFiles } | { readonly problems: readonly string[] };

/** Bundles the firmware, and checks its types at the same time. */
async function make(): Promise<Outcome> {
  const bundling = bundleFirmware().then(
    (files) => ({ files, problem: undefined }),
    (error: unknown) => {
      const problem = bundleProblem(error);
      if (problem === undefined) throw error;
      return { files: undefined, problem };
    },
  );
  const [{ files, problem }, wrongTypes] = await Promise.all([bundling, typeProblems(PACKAGE_ROOT)]);
  if (files && wrongTypes.length === 0) return { files };
  return { problems: wrongTypes.length > 0 ? wrongTypes : [problem ?? ''] };
}

function failureOf(problems: readonly string[]): string {
  const more = problems.length - MOST_PROBLEMS;
  const shown = [...problems.slice(0, MOST_PROBLEMS), ...(more > 0 ? [`and ${more} more`] : [])];
  return `the firmware does not build:\n${shown.map((line) => `    ${line}`).join('\n')}`;
}

/** Writes the files, the record last, and removes those that only the build before had. */
function write(files: records.BuiltFiles, sources: string): void {
  const before = records.readRecord(PACKAGE_ROOT);
  const hashes = Object.fromEntries([...files].map(([name, bytes]) => [name, records.hashOf(bytes)]));
  for (const [name, bytes] of files) records.writeWhole(records.builtPath(PACKAGE_ROOT, name), bytes);
  records.writeRecord(PACKAGE_ROOT, { sources, files: hashes });
  for (const name of before && 'files' in before ? Object.keys(before.files) : [])
    if (!files.has(name)) rmSync(records.builtPath(PACKAGE_ROOT, name), { force: true });
}

/**
 * Builds the firmware into dist/, once for all processes that ask at the same time. A build counts only if the sources are
 * at its end what they were at its beginning. With `onlyIfStale` nothing happens if it is of the sources already.
 * @throws Failure with file, line and reason; then dist/ is as it was, and the record says that it is not of the sources
 */
export function buildFirmware({ onlyIfStale }: { readonly onlyIfStale: boolean }): Promise<void> {
  return withLock(LOCK, async () => {
    if (onlyIfStale && records.readFreshness(PACKAGE_ROOT).kind !== 'stale') return;
    let sources: string;
    let outcome: Outcome;
    do {
      sources = hashOfSources(PACKAGE_ROOT, FIRMWARE_SOURCES);
      outcome = await make();
    } while (hashOfSources(PACKAGE_ROOT, FIRMWARE_SOURCES) !== sources);
    if ('files' in outcome) return write(outcome.files, sources);
    const failure = failureOf(outcome.problems);
    records.writeRecord(PACKAGE_ROOT, { sources, failure });
    throw new Failure(failure);
  });
}
