import { Timeline } from '../../../host-sim/parts/timeline';

describe('a timeline', () => {
  test('tells what held at an instant', () => {
    const timeline = new Timeline<string>();
    expect(timeline.last).toBeUndefined();
    timeline.push(10, 'a');
    timeline.push(20, 'b');
    expect([9, 10, 19, 20, 99].map((timeNs) => timeline.at(timeNs))).toEqual([undefined, 'a', 'a', 'b', 'b']);
  });
});
