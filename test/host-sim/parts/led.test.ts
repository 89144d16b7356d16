import { createChip } from '../../../host-sim/chip';
import { VirtualClock } from '../../../host-sim/core/clock';
import { Memory } from '../../../host-sim/core/memory';
import { Led } from '../../../host-sim/parts/led';

describe('the LED', () => {
  test('is lit while its pad is high, and remembers when', () => {
    const clock = new VirtualClock();
    const { gpio } = createChip({ clock, memory: new Memory() });
    const led = new Led(gpio, 2);
    gpio.pinMode(2, 'output');
    clock.runUntil(1_000);
    gpio.digitalWrite(2, 1);
    expect(led.isLit).toBe(true);
    clock.runUntil(3_000);
    gpio.digitalWrite(2, 0);
    expect(led.timeline.entries).toEqual([
      [0, 0],
      [1_000, 1],
      [3_000, 0],
    ]);
  });
});
