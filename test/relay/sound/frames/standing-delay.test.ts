import { DEPTH_MAX_FRAMES, StandingDelay } from '../../../../relay/sound/frames/standing-delay';

const LOUD = { isQuiet: false, isSilent: false };
const QUIET = { isQuiet: true, isSilent: false };
const SILENT = { isQuiet: true, isSilent: true };

/** Takes frames one after the other. Each has waited for `waitMs`, and `depth` frames still wait behind it. */
function watched(depth: number, waitMs: number, frames = 25): StandingDelay {
  const standing = new StandingDelay();
  for (let i = 0; i < frames; i++) standing.taken(depth, waitMs);
  return standing;
}

describe('a standing delay', () => {
  test.each([
    ['two frames', 2, 40, [false, true, true]],
    ['one frame', 1, 20, [false, false, true]],
    ['12 ms', 0, 12, [false, false, true]],
    ['9 ms', 0, 9, [false, false, false]],
  ] as const)('of %s is worked off by what nobody misses', (_what, depth, waitMs, spared) => {
    expect([LOUD, QUIET, SILENT].map((frame) => watched(depth, waitMs).canSpare(frame, depth + 1))).toEqual(spared);
  });

  test('is assumed only when it lasted for a whole window', () => {
    expect(watched(2, 40, 24).canSpare(QUIET, 3)).toBe(false);
    const jittery = watched(2, 40, 24);
    jittery.taken(0, 5);
    expect(jittery.canSpare(SILENT, 3)).toBe(false);
  });

  test('costs loud frames beyond 400 ms', () => {
    const standing = new StandingDelay();
    expect(standing.canSpare(LOUD, DEPTH_MAX_FRAMES)).toBe(false);
    expect(standing.canSpare(LOUD, DEPTH_MAX_FRAMES + 1)).toBe(true);
  });

  test('never costs two frames in a row, nor more frames than always waited', () => {
    const standing = watched(3, 60);
    let dropped = 0;
    for (let i = 0; i < 20; i++) {
      if (standing.canSpare(QUIET, 4)) {
        standing.dropped();
        dropped++;
        expect(standing.canSpare(QUIET, 4)).toBe(false);
      }
      standing.taken(Math.max(0, 3 - dropped), 5);
    }
    expect(dropped).toBe(2);
  });

  test('is forgotten with a new talk spurt', () => {
    const standing = watched(3, 60);
    standing.reset();
    expect(standing.canSpare(SILENT, 4)).toBe(false);
  });
});
