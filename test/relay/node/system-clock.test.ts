import { createSystemClock } from '../../../relay/node/system-clock';
import { describeRelayClock } from '../../contract/relay-clock-contract';

describeRelayClock('the system clock', () => {
  const clock = createSystemClock();
  return { clock, settle: (spanMs) => new Promise((resolve) => clock.after(spanMs, resolve)) };
});
