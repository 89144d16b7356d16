// Who may import whom: the one place where the arrows are written. `npm run -s arrows` judges the tree by it, and so does
// test/architecture/arrows.test.ts. `npm run -s architecture` writes the tables of ARCHITECTURE.md from it.

/**
 * The parts of the tree, and what of ours each may import besides itself. Within a folder of the root the parts stand from
 * the bottom up: a part imports only parts that stand above it in this list. A part is a folder, without those of its folders
 * that are parts themselves. A file that stands higher or lower than the rest of its folder is a part of its own.
 */
const ARROWS = {
  wire: [],
  hardware: [],

  'firmware/build': [],
  'firmware/espruino.d.ts': [],
  'firmware/kernels.d.ts': [],
  'firmware/kernels': ['hardware/chip'],
  'firmware/drivers': ['hardware/pins.ts', 'hardware/chip', 'wire'],
  'firmware/settings': ['firmware/drivers', 'wire'],
  'firmware/audio': ['firmware/kernels', 'firmware/settings', 'wire'],
  'firmware/audio/kernel-path': [
    ...['firmware/kernels', 'firmware/drivers', 'firmware/settings', 'firmware/audio', 'hardware/chip', 'wire'],
  ],
  'firmware/audio/sound-memory.ts': ['firmware/audio/kernel-path', 'hardware/chip'],
  'firmware/audio/table-path': [
    ...['firmware/drivers', 'firmware/settings', 'firmware/audio', 'firmware/audio/sound-memory.ts', 'hardware/chip'],
    'wire',
  ],
  'firmware/audio/choose-sound.ts': [
    ...['firmware/drivers', 'firmware/settings', 'firmware/audio', 'firmware/audio/kernel-path'],
    ...['firmware/audio/sound-memory.ts', 'firmware/audio/table-path'],
  ],
  'firmware/app': ['firmware/drivers', 'firmware/settings', 'firmware/audio', 'hardware/pins.ts', 'wire'],
  'firmware/console': [
    ...['firmware/drivers', 'firmware/settings', 'firmware/audio', 'firmware/audio/choose-sound.ts', 'firmware/app'],
  ],
  'firmware/main.ts': [
    ...['firmware/drivers', 'firmware/settings', 'firmware/audio/sound-memory.ts', 'firmware/audio/choose-sound.ts'],
    ...['firmware/app', 'firmware/console'],
  ],

  'xtensa/kernel-error.ts': [],
  'xtensa/source': ['xtensa/kernel-error.ts'],
  'xtensa/table-layout.ts': ['xtensa/source'],
  'xtensa/ir': ['xtensa/kernel-error.ts', 'xtensa/source'],
  'xtensa/machine': ['xtensa/kernel-error.ts', 'xtensa/source'],
  'xtensa/optimise': ['xtensa/source', 'xtensa/ir'],
  'xtensa/lower': ['xtensa/kernel-error.ts', 'xtensa/source', 'xtensa/ir', 'xtensa/machine'],
  'xtensa/allocate': ['xtensa/machine'],
  'xtensa/encode': ['xtensa/kernel-error.ts', 'xtensa/source', 'xtensa/machine'],
  'xtensa/host': ['xtensa/source', 'xtensa/table-layout.ts'],
  'xtensa/compile-kernels.ts': [
    ...['xtensa/source', 'xtensa/table-layout.ts', 'xtensa/ir', 'xtensa/machine', 'xtensa/optimise', 'xtensa/lower'],
    ...['xtensa/allocate', 'xtensa/encode'],
  ],
  'xtensa/blob-module.ts': ['xtensa/compile-kernels.ts'],
  'xtensa/rollup-plugin.ts': ['xtensa/source', 'xtensa/compile-kernels.ts', 'xtensa/blob-module.ts'],
  'xtensa/index.ts': ['xtensa/kernel-error.ts', 'xtensa/source', 'xtensa/host', 'xtensa/compile-kernels.ts'],

  'host-sim/core': [],
  'host-sim/lx6': ['host-sim/core'],
  'host-sim/net': ['host-sim/core'],
  'host-sim/peripherals': ['host-sim/core'],
  'host-sim/parts': ['host-sim/core', 'host-sim/peripherals'],
  'host-sim/chip.ts': ['host-sim/core', 'host-sim/peripherals'],
  'host-sim/espruino/cpu': ['host-sim/core'],
  'host-sim/espruino/interpreter': ['host-sim/espruino/cpu'],
  'host-sim/espruino/language': ['host-sim/core', 'host-sim/espruino/interpreter'],
  'host-sim/espruino/globals': [
    ...['host-sim/core', 'host-sim/peripherals', 'host-sim/espruino/cpu', 'host-sim/espruino/interpreter'],
    'host-sim/espruino/language',
  ],
  'host-sim/espruino/modules': [
    ...['host-sim/core', 'host-sim/net', 'host-sim/espruino/cpu', 'host-sim/espruino/interpreter'],
    ...['host-sim/espruino/language', 'host-sim/espruino/globals'],
  ],
  'host-sim/espruino': [
    ...['host-sim/core', 'host-sim/peripherals', 'host-sim/espruino/cpu', 'host-sim/espruino/interpreter'],
    ...['host-sim/espruino/language', 'host-sim/espruino/globals', 'host-sim/espruino/modules'],
  ],
  'host-sim/node': ['host-sim/core', 'host-sim/net', 'host-sim/espruino/interpreter', 'host-sim/espruino/modules'],
  'host-sim/powered-board-options.ts': [
    ...['host-sim/core', 'host-sim/net', 'host-sim/peripherals', 'host-sim/parts', 'host-sim/espruino/cpu'],
    ...['host-sim/espruino/interpreter', 'host-sim/espruino/language', 'host-sim/espruino/globals'],
    'host-sim/espruino/modules',
  ],
  'host-sim/powered-board.ts': [
    ...['host-sim/core', 'host-sim/lx6', 'host-sim/parts', 'host-sim/chip.ts', 'host-sim/powered-board-options.ts'],
    ...[
      'host-sim/espruino/cpu',
      'host-sim/espruino/language',
      'host-sim/espruino/globals',
      'host-sim/espruino/modules',
    ],
    'host-sim/espruino',
  ],
  'host-sim/board.ts': [
    ...['host-sim/core', 'host-sim/net', 'host-sim/peripherals', 'host-sim/parts', 'host-sim/espruino/cpu'],
    ...['host-sim/espruino/interpreter', 'host-sim/espruino/globals', 'host-sim/espruino/modules', 'host-sim/espruino'],
    ...['host-sim/powered-board-options.ts', 'host-sim/powered-board.ts', 'hardware/pins.ts'],
  ],
  'host-sim/index.ts': [
    ...['host-sim/core', 'host-sim/lx6', 'host-sim/net', 'host-sim/parts', 'host-sim/powered-board-options.ts'],
    'host-sim/board.ts',
  ],

  'relay/ports': [],
  'relay/records': ['relay/ports', 'wire'],
  'relay/store': [],
  'relay/rooms': ['relay/ports', 'wire'],
  'relay/sound/counters.ts': [],
  'relay/sound/codecs': ['wire'],
  'relay/sound/frames': ['wire'],
  'relay/sound/receive': ['relay/sound/codecs', 'relay/sound/frames', 'wire'],
  'relay/sound/send': ['relay/ports', 'relay/sound/codecs', 'relay/sound/frames', 'wire'],
  'relay/sound/mix': [
    ...['relay/sound/counters.ts', 'relay/sound/codecs', 'relay/sound/frames', 'relay/sound/send', 'wire'],
  ],
  'relay/sound': [
    ...['relay/ports', 'relay/sound/counters.ts', 'relay/sound/codecs', 'relay/sound/frames', 'relay/sound/receive'],
    ...['relay/sound/send', 'relay/sound/mix', 'wire'],
  ],
  'relay/invitations': ['relay/ports', 'relay/records'],
  'relay/config.ts': ['relay/ports', 'relay/rooms', 'wire'],
  'relay/identity': ['relay/ports', 'relay/records', 'relay/store', 'wire'],
  'relay/calendar': ['relay/ports', 'relay/records', 'relay/rooms'],
  'relay/calendar/node': ['relay/ports', 'relay/calendar'],
  'relay/hosting': [
    ...['relay/ports', 'relay/records', 'relay/store', 'relay/rooms', 'relay/sound/index.ts', 'relay/config.ts'],
    'wire',
  ],
  'relay/appointments': [
    ...['relay/ports', 'relay/records', 'relay/store', 'relay/rooms', 'relay/invitations', 'relay/calendar'],
    ...['relay/hosting', 'wire'],
  ],
  'relay/signalling': ['relay/ports', 'relay/records', 'relay/config.ts', 'relay/identity', 'relay/hosting', 'wire'],
  'relay/http': [
    ...['relay/ports', 'relay/records', 'relay/store', 'relay/rooms', 'relay/invitations', 'relay/identity'],
    ...['relay/calendar', 'relay/appointments', 'wire'],
  ],
  'relay/node': ['relay/ports', 'relay/store', 'relay/config.ts', 'relay/http', 'wire'],
  'relay/relay.ts': ['relay/ports', 'relay/sound/index.ts', 'relay/identity', 'relay/hosting', 'relay/signalling'],
  'relay/lasting-relay.ts': [
    ...['relay/ports', 'relay/store', 'relay/identity', 'relay/calendar', 'relay/hosting', 'relay/appointments'],
    ...['relay/http', 'relay/relay.ts', 'wire'],
  ],
  'relay/main.ts': [
    ...['relay/ports', 'relay/store', 'relay/config.ts', 'relay/calendar/node', 'relay/node', 'relay/lasting-relay.ts'],
  ],

  web: ['wire', 'hardware', 'host-sim'],
  cli: ['wire', 'hardware', 'firmware', 'xtensa', 'host-sim', 'relay', 'web'],
};

const OURS = '^(wire|hardware|firmware|xtensa|host-sim|relay|web|cli|test)/';
const PARTS = Object.keys(ARROWS);

/** What is in a part, as a pattern. A folder of the root that is an aim means all of it. */
function pattern(name) {
  const escaped = name.replace(/\./g, '\\.');
  if (name.endsWith('.ts')) return `^${escaped}$`;
  const apart = name.includes('/') ? PARTS.filter((other) => other.startsWith(`${name}/`)) : [];
  const inside = apart.map((other) => other.slice(name.length + 1).replace(/\./g, '\\.'));
  return `^${escaped}/${inside.map((other) => `(?!${other}${other.endsWith('.ts') ? '$' : '/'})`).join('')}`;
}

const arrowRules = PARTS.map((part) => ({
  name: part,
  // ARCHITECTURE.md's tables show this comment.
  comment: ARROWS[part].length > 0 ? ARROWS[part].join(', ') : 'nothing',
  severity: 'error',
  from: { path: pattern(part) },
  to: { path: OURS, pathNot: [part, ...ARROWS[part]].map(pattern) },
}));

/** What runs on the interpreter. firmware/build/ makes the bundle and is no part of it. */
const ON_THE_BOARD = '^(wire|hardware|firmware(?!/build))/';
/** Modules of the interpreter, and the machine code that the build makes. */
const INTERPRETER = '^(Wifi|net|dgram|crypto|neopixel|Storage|kernels)$';
/** Packages that are plain computation and run anywhere. */
const PURE_PACKAGES = 'node_modules/(acorn|valibot)/';
const PACKAGES = ['npm', 'npm-dev', 'npm-optional', 'npm-peer', 'npm-bundled', 'npm-no-pkg', 'npm-unknown'];

module.exports = {
  forbidden: [
    ...arrowRules,
    {
      name: 'no-circle',
      comment: 'No file imports itself by way of others, not even for a type.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'leads-somewhere',
      comment: 'Every import leads to a file or to a package that is there.',
      severity: 'error',
      from: { pathNot: ON_THE_BOARD },
      to: { couldNotResolve: true, pathNot: '^kernels$' },
    },
    {
      name: 'node-only-in-adapters',
      comment: 'Only node/ folders and main.ts of the relay know Node or its packages, in relay/ and host-sim/.',
      severity: 'error',
      from: { path: '^(relay|host-sim)/', pathNot: ['/node/', '^relay/main\\.ts$'] },
      to: { dependencyTypes: ['core', ...PACKAGES], pathNot: PURE_PACKAGES },
    },
    {
      name: 'runs-on-the-board',
      comment: 'wire/, hardware/ and firmware/ run without Node and without packages; every import leads to a file.',
      severity: 'error',
      from: { path: ON_THE_BOARD },
      to: { dependencyTypes: ['core', 'unknown', ...PACKAGES], pathNot: INTERPRETER },
    },
    {
      name: 'runs-as-installed',
      comment: 'What the installed command runs needs no package that only development has.',
      severity: 'error',
      from: { path: '^(cli|relay|host-sim)/', pathNot: '^cli/(build/|commands/(build|kernels)\\.ts|documents/)' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'builds-aside',
      comment: 'What the installed command runs does not load what builds the firmware, but for names.',
      severity: 'error',
      from: { path: '^(cli|relay|host-sim)/', pathNot: '^cli/(build/|commands/(build|kernels)\\.ts|documents/)' },
      to: {
        path: '^(xtensa|firmware/build)/',
        pathNot: '^firmware/build/storage-names\\.ts$',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'modules-of-the-interpreter',
      comment: 'Only firmware/ has modules of the interpreter.',
      severity: 'error',
      from: { path: '^(wire|hardware)/' },
      to: { path: INTERPRETER },
    },
    {
      name: 'runs-in-the-browser',
      comment: 'The browser can load web/ and all it imports.',
      severity: 'error',
      from: { path: '^web/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'no-adapter-in-the-browser',
      comment: 'The browser can load web/ and all it imports.',
      severity: 'error',
      from: { path: '^web/' },
      to: { path: '/node/', pathNot: '^node_modules/' },
    },
  ],
  options: {
    // Types are arrows, too.
    tsPreCompilationDeps: true,
    moduleSystems: ['es6', 'cjs'],
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|out|coverage|test/vectors)/' },
  },
};
