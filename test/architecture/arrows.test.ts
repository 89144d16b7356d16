import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { PARTS, RULES, withArrowTables } from './arrow-tables';
import { cruise } from './cruise';

// Who may import whom, by the rules of .dependency-cruiser.js: on the tree, and on a tree of mistakes.

const { imports, violations } = cruise();
const FILES = [...imports.keys()].filter((path) => /^(?!test\/|node_modules\/)[a-z-]+\/.*\.ts$/.test(path));

test('every import follows an arrow, and there are no circles, not even of types', () => {
  expect(FILES.length).toBeGreaterThan(300);
  expect(violations).toEqual([]);
});

test('every file is in exactly one part, and every part has files', () => {
  const crooked = FILES.filter((path) => PARTS.filter(({ has }) => has.test(path)).length !== 1);
  expect(crooked).toEqual([]);
  const empty = PARTS.filter(({ name, has }) => name !== 'web' && !FILES.some((path) => has.test(path)));
  expect(empty.map(({ name }) => name)).toEqual([]);
});

test('a part may import only what stands below it', () => {
  const upwards = PARTS.flatMap(({ name, arrows }, place) =>
    arrows
      .filter((arrow) => arrow.split('/')[0] === name.split('/')[0])
      .filter((arrow) => !PARTS.slice(0, place).some(({ name: below, has }) => below === arrow || has.test(arrow)))
      .map((arrow) => `${name} → ${arrow}`),
  );
  expect(upwards).toEqual([]);
});

test('every arrow is one that an import follows', () => {
  const leadsTo = (arrow: string, path: string): boolean => {
    const part = PARTS.find(({ name }) => name === arrow);
    return part ? part.has.test(path) : path === arrow || path.startsWith(`${arrow}/`);
  };
  const idle = PARTS.filter(({ name }) => name !== 'web' && name !== 'cli').flatMap(({ name, arrows, has }) => {
    const followed = FILES.filter((path) => has.test(path)).flatMap((path) => imports.get(path) ?? []);
    return arrows
      .filter((arrow) => !followed.some((path) => leadsTo(arrow, path)))
      .map((arrow) => `${name} → ${arrow}`);
  });
  expect(idle).toEqual([]);
});

test('the tables of ARCHITECTURE.md show the arrows (npm run -s architecture writes them)', () => {
  const text = readFileSync(join(__dirname, '../../ARCHITECTURE.md'), 'utf8');
  expect(text).toBe(withArrowTables(text));
});

/** Files with one forbidden import each, by the rule that forbids it. */
const MISTAKES: readonly (readonly [rule: string, path: string, text: string])[] = [
  ['wire', 'wire/upwards.ts', "import '../relay/target';"],
  ['hardware', 'hardware/other.ts', "import '../wire/target';"],
  ['firmware/app', 'firmware/app/simulated.ts', "import type { T } from '../../host-sim/target';"],
  ['firmware/app', 'firmware/app/kernel.ts', "type K = import('../kernels/target').T;"],
  ['firmware/drivers', 'firmware/drivers/upwards.ts', "import '../app/target';"],
  ['firmware/drivers', 'firmware/drivers/board.ts', "import '../../hardware/target';"],
  ['xtensa/ir', 'xtensa/ir/upwards.ts', "import '../optimise/target';"],
  ['host-sim/core', 'host-sim/core/upwards.ts', "export * from '../parts/target';"],
  ['host-sim/net', 'host-sim/net/media.ts', "import '../../wire/target';"],
  ['relay/hosting', 'relay/hosting/past-the-door.ts', "import '../sound/target';"],
  ['relay/rooms', 'relay/rooms/upwards.ts', "import type { T } from '../hosting/target';"],
  ['relay/sound', 'relay/sound/aside.ts', "const rooms = require('../rooms/target');"],
  ['relay/calendar', 'relay/calendar/adapter.ts', "import './node/target';"],
  ['relay/http', 'relay/http/board.ts', "import '../../hardware/target';"],
  ['web', 'web/relay.ts', "import '../relay/ports/target';"],
  ['cli', 'cli/of-tests.ts', "import '../test/target';"],
  ['no-circle', 'wire/circle.ts', "import type { T } from './circle';"],
  ['leads-somewhere', 'relay/sound/nowhere.ts', "import './nowhere-at-all';"],
  ['node-only-in-adapters', 'relay/sound/disk.ts', "import 'node:fs';"],
  ['node-only-in-adapters', 'host-sim/core/package.ts', "import 'ws';"],
  ['runs-on-the-board', 'firmware/app/disk.ts', "import 'node:fs';"],
  ['runs-on-the-board', 'wire/package.ts', "import 'ws';"],
  ['runs-as-installed', 'cli/commands/bundles.ts', "import 'rollup';"],
  ['builds-aside', 'cli/commands/compiles.ts', "import '../../xtensa/target';"],
  ['modules-of-the-interpreter', 'wire/board.ts', "const wifi = require('Wifi');"],
  ['runs-in-the-browser', 'web/disk.ts', "import 'node:fs';"],
  ['no-adapter-in-the-browser', 'web/adapter.ts', "import '../host-sim/node/target';"],
];

/** What the same rules allow. */
const RIGHT: readonly (readonly [path: string, text: string])[] = [
  ['firmware/app/right.ts', "import '../drivers/target'; import '../../wire/target'; const dgram = require('dgram');"],
  ['firmware/drivers/right.ts', "import '../../hardware/pins';"],
  ['host-sim/node/right.ts', "import 'node:vm'; import 'ws';"],
  ['relay/main.ts', "import 'node:fs'; import './node/target'; import './calendar/node/target';"],
  ['web/right.ts', "import '../host-sim/core/target';"],
  ['test/right.ts', "import '../cli/target'; import 'node:fs'; import 'ws';"],
];

/** Writes a file of the tree of mistakes, and the files of ours that it imports. */
function seed(root: string, path: string, text: string): void {
  const write = (to: string, holding: string): void => {
    mkdirSync(dirname(join(root, to)), { recursive: true });
    writeFileSync(join(root, to), `${holding}\nexport type T = number;\n`);
  };
  write(path, text);
  for (const [, aim] of text.matchAll(/'(\.[^']*(?:target|pins))'/g)) write(join(dirname(path), `${aim}.ts`), '');
}

test('each rule catches the mistake that it is for, and nothing else', () => {
  const root = mkdtempSync(join(tmpdir(), 'stagebox-arrows-'));
  try {
    for (const name of ['ws', 'rollup']) {
      mkdirSync(join(root, 'node_modules', name), { recursive: true });
      writeFileSync(join(root, 'node_modules', name, 'index.js'), '');
      writeFileSync(join(root, 'node_modules', name, 'package.json'), `{ "name": "${name}", "main": "index.js" }`);
    }
    const packages = { dependencies: { ws: '8.0.0' }, devDependencies: { rollup: '4.0.0' } };
    writeFileSync(join(root, 'package.json'), JSON.stringify(packages));
    for (const [, path, text] of MISTAKES) seed(root, path, text);
    for (const [path, text] of RIGHT) seed(root, path, text);
    const found = cruise(root).violations.map((violation) => violation.replace(/ → .*/, ''));
    expect(found).toEqual(MISTAKES.map(([rule, path]) => `${rule}: ${path}`).sort());
  } finally {
    rmSync(root, { recursive: true });
  }
});

test('no rule goes without a mistake that proves it', () => {
  const proven = MISTAKES.map(([rule]) => rule);
  const isPart = (rule: string): boolean => PARTS.some(({ name }) => name === rule);
  expect(RULES.filter((rule) => !isPart(rule) && !proven.includes(rule))).toEqual([]);
});
