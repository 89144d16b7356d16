import { createSystemClock } from '../../../relay/node/system-clock';
import { describeRelayClock } from '../../contract/relay-clock-contract';

/** If the machine stood still for longer than the span, timers that were due may set new ones, which must run, too. */
const TURNS = 20;

describeRelayClock('the system clock', () => {
  const clock = createSystemClock();
  const settle = async (spanMs: number): Promise<void> => {
    await new Promise<void>((resolve) => clock.after(spanMs, resolve));
    for (let turn = 0; turn < TURNS; turn++) await new Promise<void>((resolve) => clock.after(1, resolve));
  };
  return { clock, settle };
});
