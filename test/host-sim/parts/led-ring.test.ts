import { LedRing } from '../../../host-sim/parts/led-ring';
import { NS_PER_MS } from '../../../host-sim/core/time-units';

describe('the ring', () => {
  test('shows green, red, blue bytes as colours, first pixel first', () => {
    const ring = new LedRing(2);
    ring.show(5 * NS_PER_MS, [0x20, 0x10, 0x30, 0xff, 0, 0]);
    expect(ring.colours).toEqual([0x102030, 0x00ff00]);
    expect(ring.timeline.entries).toEqual([
      [0, [0, 0]],
      [5 * NS_PER_MS, [0x102030, 0x00ff00]],
    ]);
  });

  test('leaves the last pixels as they were when the data end early, mid-pixel too', () => {
    const ring = new LedRing(3);
    ring.show(1, [1, 1, 1, 2, 2, 2, 3, 3, 3]);
    ring.show(2, [9, 9, 9, 8, 8]);
    expect(ring.colours).toEqual([0x090909, 0x020202, 0x030303]);
  });

  test('drops what goes beyond its last pixel', () => {
    const ring = new LedRing(1);
    ring.show(1, Uint8Array.of(0, 7, 0, 99, 99, 99));
    expect(ring.colours).toEqual([0x070000]);
  });
});
