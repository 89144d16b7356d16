import { Liveness } from '../../../relay/signalling/liveness';
import { FakeClock } from '../support/fake-clock';

test('liveness finds everyone at the instant they were silent for too long, with one timer', () => {
  const clock = new FakeClock(0);
  const silent: [string, number][] = [];
  const liveness = new Liveness<string>(clock, 25000, (who) => silent.push([who, clock.nowMs()]));
  liveness.heard('anna');
  clock.advance(1000);
  liveness.heard('ben');
  liveness.heard('carl');
  clock.advance(9000);
  liveness.heard('anna');
  liveness.forget('carl');
  expect(clock.pending).toBe(1);
  clock.advance(100000);
  expect(silent).toEqual([
    ['ben', 26000],
    ['anna', 35000],
  ]);
  expect(clock.pending).toBe(0);
});

test('liveness holds no timer for nobody', () => {
  const clock = new FakeClock();
  const liveness = new Liveness<string>(clock, 25000, () => {});
  liveness.heard('anna');
  liveness.forget('anna');
  expect(clock.pending).toBe(0);
  liveness.heard('ben');
  liveness.close();
  expect(clock.pending).toBe(0);
});
