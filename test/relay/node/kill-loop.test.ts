import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { openLevelStore } from '../../../relay/node/level-store';
import { dataOf, VERSION_KEY, versionOf } from '../../../relay/store/migrations';
import type { Entry } from '../../../relay/store/store';
import { compileProgram } from '../../support/compiled-program';
import { liveUntil, type Death } from '../../support/killed-process';
import { entriesIn, slowMigrations } from '../../support/slow-migrations';
import { LAST_KEY, scatter, Story } from '../../support/store-story';
import { MISTAKES, UNDER_WAY_MAX, type Mistake } from '../../support/storing-program';
import { temporaryFolder } from '../../support/temporary-folder';

// A process that stores data and prints what was acknowledged is killed at random instants, again and again. Everything
// that it printed must be there when it starts again, in whole commits and in their order.

const SEED = Number(process.env.KILL_SEED ?? Date.now() % 1_000_000);
const KILLS = 200;
const LANES = 2;

/** A run of the process is mostly its start, 0.1 s of a core, but the machine may be busy. */
const PATIENCE_MS = 300_000;

const compiled = temporaryFolder();
const program = compileProgram('test/support/storing-program.ts', compiled);

/** What one run of the process printed. */
type Life = { readonly state: readonly Entry[] | undefined; readonly acknowledged: readonly number[] };

function deathOf(seed: number, life: number): Death {
  const dice = scatter(seed, life);
  // Every eighth process is killed while it opens the store, after it has printed that it does.
  const lines = dice % 8 === 0 ? 1 : 2 + ((dice >>> 4) % 60);
  return { lines, turns: (dice >>> 12) % (lines === 1 ? 4000 : 500) };
}

async function live(args: readonly string[], death: Death): Promise<Life> {
  const lines = await liveUntil(program, args, death);
  const state = lines.find((line) => line.startsWith('state '));
  const acknowledged = lines.filter((line) => line.startsWith('ok ')).map((line) => Number(line.slice(3)));
  return { state: state === undefined ? undefined : JSON.parse(state.slice(6)), acknowledged };
}

/** What is wrong with a store that was opened after a kill, if anything. */
function wrongWith(state: readonly Entry[], story: Story, acknowledged: number): string | undefined {
  const last = Number(state.find(({ key }) => key === LAST_KEY)?.value.n ?? 0);
  if (last < acknowledged) return `commit ${acknowledged} was acknowledged and is lost: ${last} is the last`;
  if (last > acknowledged + UNDER_WAY_MAX) return `commit ${last} is there before ${acknowledged} was acknowledged`;
  return isDeepStrictEqual(state, story.stateAfter(last))
    ? undefined
    : `what is there is not what ${last} commits leave`;
}

/** Kills the process `kills` times. Returns what was found wrong and how much was stored. */
async function killLoop(seed: number, kills: number, mistake?: Mistake): Promise<{ wrong?: string; commits: number }> {
  const folder = join(temporaryFolder(), 'data');
  const args = [folder, String(seed), ...(mistake ? [mistake] : [])];
  const story = new Story(seed);
  let acknowledged = 0;
  for (let life = 0; life < kills; life++) {
    const seen = await live(args, deathOf(seed, life));
    const wrong = seen.state && wrongWith(seen.state, story, acknowledged);
    if (wrong) return { wrong: `life ${life}: ${wrong}`, commits: acknowledged };
    acknowledged = Math.max(acknowledged, ...seen.acknowledged, story.last);
  }
  const store = await openLevelStore(folder);
  const wrong = wrongWith(await store.list(''), story, acknowledged);
  await store.close();
  return { ...(wrong ? { wrong } : {}), commits: acknowledged };
}

test(
  `${KILLS} kills lose nothing that was acknowledged`,
  async () => {
    const lanes = Array.from({ length: LANES }, (_, lane) => killLoop(SEED + lane, KILLS / LANES));
    const results = await Promise.all(lanes);
    console.info(`kill loop: seed ${SEED}, ${results.map(({ commits }) => commits).join(' + ')} commits`);
    expect(results.map(({ wrong }) => wrong)).toEqual(new Array(LANES).fill(undefined));
    expect(Math.min(...results.map(({ commits }) => commits))).toBeGreaterThan(KILLS);
  },
  PATIENCE_MS,
);

test.each(Object.keys(MISTAKES) as Mistake[])(
  'the loop finds a store that %s',
  async (mistake) => {
    const { wrong } = await killLoop(SEED, 60, mistake);
    expect(`${wrong} (seed ${SEED})`).toMatch(/is lost|is not what/);
  },
  PATIENCE_MS,
);

test(
  'a migration that is killed again and again is made once, each step whole',
  async () => {
    const migrating = compileProgram('test/support/migrating-program.ts', compiled);
    const folder = join(temporaryFolder(), 'data');
    const first = await openLevelStore(folder);
    await first.commit([
      ...entriesIn(1).map(({ key, value }) => ({ put: key, value })),
      { put: VERSION_KEY, value: { version: 1 } },
    ]);
    await first.close();
    const newest = slowMigrations().length;
    const seen: number[] = [];
    for (let life = 0; seen.at(-1) !== newest; life++) {
      const dice = scatter(SEED, life);
      const said = await liveUntil(migrating, [folder], { lines: 1 + (dice % 8), turns: (dice >>> 8) % 2000 });
      const store = await openLevelStore(folder);
      const version = await versionOf(store, folder);
      expect({ version, entries: await dataOf(store) }).toEqual({ version, entries: entriesIn(version) });
      await store.close();
      // The step that was begun last may or may not be complete.
      const begun = Number(said.at(-1)?.match(/^step (\d+)/)?.[1] ?? 0);
      if (begun > 0) expect([begun - 1, begun]).toContain(version);
      seen.push(version);
    }
    expect(new Set(seen).size).toBeGreaterThan(4);
  },
  PATIENCE_MS,
);
