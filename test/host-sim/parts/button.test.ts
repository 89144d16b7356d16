import fc from 'fast-check';
import { createChip } from '../../../host-sim/chip';
import { VirtualClock } from '../../../host-sim/core/clock';
import { Memory } from '../../../host-sim/core/memory';
import { createRandom } from '../../../host-sim/core/random';
import { Button } from '../../../host-sim/parts/button';
import { NS_PER_MS, NS_PER_SECOND } from '../../../host-sim/core/time-units';

function createBench(seed: number) {
  const clock = new VirtualClock();
  const { gpio } = createChip({ clock, memory: new Memory() });
  const random = createRandom(seed, 'button');
  const button = new Button({ clock, gpio, pad: 27, random: () => random.next() });
  gpio.pinMode(27, 'input_pullup');
  const edges: [number, number][] = [];
  gpio.watch(27, (level, timeNs) => edges.push([timeNs, level]));
  return { clock, gpio, button, edges };
}

describe('the button', () => {
  test('is high until pressed, goes low at once, bounces for 1 to 5 ms at most and stays', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const { clock, gpio, button, edges } = createBench(seed);
        expect(gpio.digitalRead(27)).toBe(1);
        clock.runUntil(NS_PER_SECOND);
        button.press();
        expect(edges[0]).toEqual([NS_PER_SECOND, 0]);
        clock.runUntil(2 * NS_PER_SECOND);
        expect(gpio.digitalRead(27)).toBe(0);
        button.release();
        clock.runUntil(3 * NS_PER_SECOND);
        expect(gpio.digitalRead(27)).toBe(1);
        const pressed = edges.filter(([timeNs]) => timeNs < 2 * NS_PER_SECOND);
        const released = edges.filter(([timeNs]) => timeNs >= 2 * NS_PER_SECOND);
        for (const [list, startNs] of [
          [pressed, NS_PER_SECOND],
          [released, 2 * NS_PER_SECOND],
        ] as const) {
          expect(list.length % 2).toBe(1);
          expect(list[list.length - 1]![0] - startNs).toBeLessThan(5 * NS_PER_MS);
        }
        expect(edges.length).toBeGreaterThan(2);
      }),
      { numRuns: 50 },
    );
  });

  test('bounces the same way again from the same seed', () => {
    const run = (seed: number): string => {
      const { clock, button, edges } = createBench(seed);
      button.press();
      clock.runUntil(NS_PER_SECOND);
      return JSON.stringify(edges);
    };
    expect(run(7)).toBe(run(7));
    expect(run(7)).not.toBe(run(8));
  });

  test('let go while it still bounces, it ends up open', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const { clock, gpio, button } = createBench(seed);
        button.press();
        clock.runUntil(100_000);
        button.release();
        clock.runUntil(NS_PER_SECOND);
        expect(gpio.level(27)).toBe(1);
        expect(button.isPressed).toBe(false);
      }),
    );
  });

  test('pressing what is pressed changes nothing', () => {
    const { clock, button, edges } = createBench(4);
    button.press();
    clock.runUntil(1e8);
    const before = edges.length;
    button.press();
    clock.runUntil(2e8);
    expect(edges).toHaveLength(before);
  });
});
