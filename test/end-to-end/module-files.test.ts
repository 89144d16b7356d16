import { readFirmware } from '../../cli/firmware-text';
import type { ScenarioStep } from '../../cli/simulation/scenario';
import type { Firmware } from '../../host-sim';
import { BenchRoom, tone, type BenchSpeaker } from '../support/bench-room';
import { withBootBundle } from '../support/bundle';
import { fitTone } from '../support/tone';

// The firmware is several files in Storage. One that is missing, cut short or of another build is told in words, and keeps nothing
// from working that does not need it.

const firmware = readFirmware();
const TABLES = 'sb.tables';
const SETTINGS = 'sb.settings';
const MANIFEST = 'sb.manifest';
const ADVICE = 'upload all files of one build';

function without(name: string): Firmware {
  return Object.fromEntries(Object.entries(firmware).filter(([file]) => file !== name));
}

/** What can be wrong with the files, and what is told of it. */
const DAMAGES: readonly (readonly [what: string, files: Firmware, told: string])[] = [
  ['without the module file', without(TABLES), 'the file sb.tables is missing'],
  [
    'with a module file that is cut short',
    { ...firmware, [TABLES]: firmware[TABLES]!.slice(0, 1000) },
    `the file sb.tables has 1000 bytes instead of ${firmware[TABLES]!.length}`,
  ],
  [
    'with a module file in which one character is another one',
    { ...firmware, [TABLES]: `${firmware[TABLES]!.slice(0, -1)} ` },
    'the file sb.tables is damaged or of another build',
  ],
  [
    'with a boot bundle of another build',
    { ...firmware, '.bootcde': firmware['.bootcde']!.replace('not set up yet', 'not set up now') },
    'the file .bootcde is damaged or of another build',
  ],
  ['without the manifest', without(MANIFEST), 'the file sb.manifest is missing or damaged'],
  [
    'with half a manifest',
    { ...firmware, [MANIFEST]: firmware[MANIFEST]!.slice(0, 50) },
    'the file sb.manifest is missing or damaged',
  ],
];

/** Anna's board has these files. She and boris join after so many seconds, and open their microphones a second later. */
function open(files: Firmware, anna: Partial<BenchSpeaker> = {}, joinSecond = 2): BenchRoom {
  const script: ScenarioStep[] = [
    [joinSecond, 'click'],
    [joinSecond + 1, 'click'],
  ];
  return new BenchRoom([
    { name: 'anna', firmware: files, script, ...anna, board: { ...tone(437), ...anna.board } },
    { name: 'boris', firmware, script, board: tone(625) },
  ]);
}

/** Anna and boris hear each other in the second that ends then. The jitter buffers have found their delay before it begins. */
function expectSound(room: BenchRoom, untilSecond = 9): void {
  room.runTo(untilSecond);
  for (const [name, hz] of [
    ['anna', 625],
    ['boris', 437],
  ] as const) {
    const fit = fitTone(room.heard(name, untilSecond - 1, untilSecond), room.boards[name]!.amplifier.rateHz, hz);
    expect(fit.amplitude).toBeGreaterThan(0.25);
    expect(fit.snrDb).toBeGreaterThan(20);
  }
}

const modulesOf = (room: BenchRoom): unknown => room.boards.anna!.evaluate('Modules.getCached().join()');

test('a board on kernels never loads the tables path', () => {
  const room = open(firmware);
  expectSound(room);
  expect(room.status('anna')).toMatchObject({ codec: 'DVI4/16000 kernels', fault: '' });
  expect(modulesOf(room)).not.toContain(TABLES);
  room.close();
});

test('a board on tables loads the tables path, and the interpreter does not keep the module', () => {
  // At its first boot such a board makes its tables, which takes seconds.
  const room = open(firmware, { settings: { codec: 'tables' } }, 6);
  expectSound(room, 13);
  expect(room.status('anna')).toMatchObject({ codec: 'PCMU tables', fault: '' });
  expect(modulesOf(room)).not.toContain(TABLES);
  room.close();
});

describe.each(DAMAGES)('%s', (_what, files, told) => {
  test('a board on kernels works as ever, and its status says what to do', () => {
    const room = open(files);
    expectSound(room);
    expect(room.status('anna')).toMatchObject({ codec: 'DVI4/16000 kernels', fault: `${told}: ${ADVICE}` });
    expect(room.lines.anna).toContain(`Stagebox: ${told}: ${ADVICE}`);
    expect(room.boards.anna!.ring.at(5e9)).toEqual(room.boards.boris!.ring.at(5e9));
    room.close();
  });

  test('a board that needs the tables path shows a fault, and answers at the console', () => {
    const room = open(files, { settings: { codec: 'tables' } }).runTo(3);
    expect(room.status('anna')).toMatchObject({
      state: 'fault',
      codec: '',
      fault: `${told}: ${ADVICE}`,
      light: 'fault',
    });
    expect(room.lines.anna).toContain(`Stagebox: fault 4: ${told}: ${ADVICE}`);
    expect(room.boards.anna!.evaluate('testSound(16000, "full")')).toBe(`${told}: ${ADVICE}`);
    room.close();
  });
});

test('a module file that the manifest does not know is not run', () => {
  const old = withBootBundle({ '.bootcde': firmware['.bootcde']! }, (code) => code)[MANIFEST]!;
  const room = open({ ...firmware, [MANIFEST]: old }, { settings: { codec: 'tables' } }).runTo(3);
  expect(room.status('anna')).toMatchObject({ state: 'fault', fault: `the file sb.tables is missing: ${ADVICE}` });
  room.close();
});

test('kernels that crash where the tables path is missing leave a board that says both', () => {
  const room = open(without(TABLES), { board: { nativeCode: 'panics' } }).runTo(4);
  const { state, fault } = room.status('anna');
  expect(state).toBe('fault');
  expect(fault).toContain('the kernels crashed at an earlier start');
  expect(fault).toContain(`the file sb.tables is missing: ${ADVICE}`);
  room.close();
});

describe.each([
  ['missing', without(SETTINGS), 'is missing'],
  ['cut short', { ...firmware, [SETTINGS]: firmware[SETTINGS]!.slice(0, 100) }, 'has 100 bytes instead of'],
  [
    'of another build',
    { ...firmware, [SETTINGS]: `${firmware[SETTINGS]!.slice(0, -1)} ` },
    'is damaged or of another build',
  ],
])('where the checks of settings are %s', (_what, files, told) => {
  test('the stored settings hold as they are, and the sound is as ever', () => {
    const room = open(files, { settings: { room: 'lounge', volume: 1 } });
    expectSound(room);
    expect(room.status('anna')).toMatchObject({ codec: 'DVI4/16000 kernels', settings: '' });
    expect(room.status('anna').fault).toContain(`the file sb.settings ${told}`);
    room.close();
  });

  test('configure() says what to do, changes nothing, and stops nothing', () => {
    const room = open(files).runTo(6);
    const answer = room.boards.anna!.evaluate('configure({ name: "kitchen" })') as string;
    expect(answer).toContain(`the file sb.settings ${told}`);
    expect(answer).toContain(ADVICE);
    expectSound(room);
    expect(room.status('anna')).toMatchObject({ name: 'anna', state: 'inRoom' });
    room.close();
  });
});

test('the interpreter does not keep the checks of settings', () => {
  const room = open(firmware).runTo(3);
  expect(modulesOf(room)).not.toContain(SETTINGS);
  room.close();
});
