import { EventStream } from '../../../relay/ports/event-stream';

test('everybody who subscribed gets each event, in the order of subscription, until the subscription ends', () => {
  const stream = new EventStream<number>();
  const heard: string[] = [];
  const listener = (event: number): void => void heard.push(`b${event}`);
  const endA = stream.subscribe((event) => heard.push(`a${event}`));
  const endB = stream.subscribe(listener);
  stream.subscribe(listener);
  stream.publish(1);
  endA();
  endB();
  endB();
  stream.publish(2);
  expect(heard).toEqual(['a1', 'b1', 'b1', 'b2']);
});

test('a subscription made or ended by a listener counts from the next event on', () => {
  const stream = new EventStream<string>();
  const heard: string[] = [];
  let isFirst = true;
  stream.subscribe((event) => {
    heard.push(event);
    if (isFirst) stream.subscribe((later) => heard.push(`late ${later}`));
    isFirst = false;
  });
  stream.publish('one');
  stream.publish('two');
  expect(heard).toEqual(['one', 'two', 'late two']);
});
