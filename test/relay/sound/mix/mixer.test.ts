import fc from 'fast-check';
import { limit, Mixer } from '../../../../relay/sound/mix/mixer';

const MINUS_3_DBFS = 23197;

describe('the limiter', () => {
  test('is the identity up to -3 dBFS', () => {
    const changed = Array.from({ length: 2 * MINUS_3_DBFS + 1 }, (_, i) => i - MINUS_3_DBFS).filter(
      (sum) => limit(sum) !== sum,
    );
    expect(changed).toEqual([]);
  });

  test('stays within 16 bits, is monotonic, and treats both signs alike', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 64 * 32768 }), fc.integer({ min: 0, max: 5000 }), (sum, more) => {
        expect(limit(sum)).toBeLessThanOrEqual(32767);
        expect(limit(sum + more)).toBeGreaterThanOrEqual(limit(sum));
        expect(limit(-sum)).toBe(-limit(sum));
      }),
    );
  });

  test('has no step at the knee', () => {
    expect(limit(MINUS_3_DBFS + 10) - limit(MINUS_3_DBFS)).toBe(10);
  });
});

describe('the mixer', () => {
  const frames = fc
    .integer({ min: 1, max: 20 })
    .chain((talkers) =>
      fc.array(fc.int16Array({ minLength: 16, maxLength: 16 }), { minLength: talkers, maxLength: talkers }),
    );

  test('gives every talker the exact sum of all others, and the audience the exact sum of all', () => {
    fc.assert(
      fc.property(frames, (voices) => {
        const mixer = new Mixer(16);
        const out = new Int16Array(16);
        mixer.add(new Int16Array(16).fill(9));
        mixer.clear();
        for (const voice of voices) mixer.add(voice);
        const sum = (of: readonly Int16Array[], i: number): number => of.reduce((total, voice) => total + voice[i]!, 0);
        mixer.writeFullMix(out);
        expect([...out]).toEqual(Array.from(out, (_, i) => limit(sum(voices, i))));
        voices.forEach((own, who) => {
          const others = voices.filter((_, other) => other !== who);
          mixer.writeMixMinus(own, out);
          expect([...out]).toEqual(Array.from(out, (_, i) => limit(sum(others, i))));
        });
      }),
    );
  });
});
