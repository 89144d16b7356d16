import { createSystemClock } from '../../../relay/node/system-clock';
import { describeRelayClock } from '../../contract/relay-clock-contract';

/** On a machine that stood still for longer than the span, what was due sets timers only now: they get their turn, too. */
const TURNS = 20;

describeRelayClock('the system clock', () => {
  const clock = createSystemClock();
  const settle = async (spanMs: number): Promise<void> => {
    await new Promise<void>((resolve) => clock.after(spanMs, resolve));
    for (let turn = 0; turn < TURNS; turn++) await new Promise<void>((resolve) => clock.after(1, resolve));
  };
  return { clock, settle };
});
