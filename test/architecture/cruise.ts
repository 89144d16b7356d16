import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { environment } from '../support/environment';

const ROOT = join(__dirname, '../..');
const CRUISER = join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');

/** The folders of the root that hold our sources. */
export const FOLDERS = ['wire', 'hardware', 'firmware', 'xtensa', 'host-sim', 'relay', 'web', 'cli', 'test'];

type Cruise = {
  /** Every file that was read, with the files of ours and the packages that it imports. */
  readonly imports: ReadonlyMap<string, readonly string[]>;
  /** `rule: from → to` of whatever the rules forbid. */
  readonly violations: readonly string[];
};

type Output = {
  readonly modules: readonly {
    readonly source: string;
    readonly dependencies: readonly { readonly resolved: string }[];
  }[];
  readonly summary: {
    readonly violations: readonly {
      readonly rule: { readonly name: string };
      readonly from: string;
      readonly to: string;
    }[];
  };
};

/** Judges the tree that begins at a folder by the rules of `.dependency-cruiser.js`. @throws what the tool complains of */
export function cruise(root = ROOT): Cruise {
  const folders = FOLDERS.filter((folder) => existsSync(join(root, folder)));
  const config = join(ROOT, '.dependency-cruiser.js');
  // A process of its own, as the package is an ES module, which jest cannot load.
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [CRUISER, '--config', config, '--output-type', 'json', ...folders],
    { cwd: root, encoding: 'utf8', env: environment(), maxBuffer: 1 << 28 },
  );
  if (!stdout.startsWith('{')) throw new Error(stderr || stdout);
  const { modules, summary } = JSON.parse(stdout) as Output;
  return {
    imports: new Map(modules.map(({ source, dependencies }) => [source, dependencies.map(({ resolved }) => resolved)])),
    violations: summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`).sort(),
  };
}
