import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { VirtualClock } from '../../../host-sim/core/clock';
import type { Conditions } from '../../../host-sim/net/conditions';
import type { Address } from '../../../host-sim/net/network';
import { InMemoryNetwork } from '../../../host-sim/net/in-memory-network';
import { NS_PER_MS, NS_PER_SECOND } from '../../../host-sim/core/time-units';

type Arrival = { readonly number: number; readonly atMs: number };

/** Sends one datagram every 20 ms from a to b, numbered, and lists what arrived. */
function stream(count: number, conditions: Partial<Conditions>, seed = 1, alsoElsewhere = false): Arrival[] {
  const clock = new VirtualClock();
  const network = new InMemoryNetwork({ clock, seed, conditions });
  const a = network.host('a').openUdp(1);
  const c = network.host('c').openUdp(1);
  const arrivals: Arrival[] = [];
  network.host('b').openUdp(2).onDatagram = (datagram, from) => {
    if (from.host === 'a') arrivals.push({ number: datagram[0]! * 256 + datagram[1]!, atMs: clock.nowNs / NS_PER_MS });
  };
  for (let i = 0; i < count; i++)
    clock.at(i * 20 * NS_PER_MS, () => {
      a.send(Uint8Array.of(i >> 8, i & 255), { host: 'b', port: 2 });
      if (alsoElsewhere) c.send(Uint8Array.of(0), { host: 'b', port: 2 });
    });
  clock.runUntil(count * 20 * NS_PER_MS + NS_PER_SECOND);
  return arrivals;
}

test('takes exactly the delay when there is no jitter', () => {
  expect(stream(3, { delayMs: 5 })).toEqual([
    { number: 0, atMs: 5 },
    { number: 1, atMs: 25 },
    { number: 2, atMs: 45 },
  ]);
});

test('spreads the delay evenly over the jitter', () => {
  const delays = stream(5000, { delayMs: 5, jitterMs: 4 }).map(({ number, atMs }) => atMs - number * 20);
  expect(Math.min(...delays)).toBeGreaterThanOrEqual(5);
  expect(Math.max(...delays)).toBeLessThanOrEqual(9);
  expect(delays.reduce((sum, delay) => sum + delay, 0) / delays.length).toBeCloseTo(7, 1);
});

test('loses, doubles and reorders about the share it was told', () => {
  const count = 10_000;
  expect(stream(count, { loss: 0.1 }).length / count).toBeCloseTo(0.9, 1);
  expect(stream(count, { duplicate: 0.1 }).length / count).toBeCloseTo(1.1, 1);
  const order = stream(count, { reorder: 0.1 }).map(({ number }) => number);
  const overtaken = order.filter((number, i) => i > 0 && number < order[i - 1]!).length;
  expect(overtaken / count).toBeGreaterThan(0.07);
  expect(overtaken / count).toBeLessThan(0.13);
});

test('repeats itself exactly from the same seed, and only from the same', () => {
  const rough = { delayMs: 3, jitterMs: 20, loss: 0.05, duplicate: 0.05, reorder: 0.05 };
  expect(stream(300, rough, 4)).toEqual(stream(300, rough, 4));
  expect(stream(300, rough, 4)).not.toEqual(stream(300, rough, 5));
});

test('the traffic of one path does not change the fate of another', () => {
  const rough = { delayMs: 3, jitterMs: 20, loss: 0.2, reorder: 0.1 };
  expect(stream(300, rough, 4, true)).toEqual(stream(300, rough, 4, false));
});

test('asks for the conditions anew for every datagram', () => {
  const clock = new VirtualClock();
  let loss = 0;
  const network = new InMemoryNetwork({ clock, seed: 1, conditions: () => ({ loss }) });
  let arrived = 0;
  network.host('b').openUdp(2).onDatagram = () => arrived++;
  const a = network.host('a').openUdp(0);
  a.send(Uint8Array.of(1), { host: 'b', port: 2 });
  loss = 1;
  a.send(Uint8Array.of(1), { host: 'b', port: 2 });
  clock.runUntil(NS_PER_SECOND);
  expect(arrived).toBe(1);
});

test('never changes the order or the bytes of a TCP stream', () => {
  fc.assert(
    fc.property(fc.integer(), fc.array(fc.uint8Array({ minLength: 1, maxLength: 20 })), (seed, chunks) => {
      const clock = new VirtualClock();
      const rough = { delayMs: 5, jitterMs: 50, loss: 0.5, duplicate: 0.5, reorder: 0.5 };
      const network = new InMemoryNetwork({ clock, seed, conditions: rough });
      const got: number[] = [];
      network.host('b').listenTcp(80, (accepted) => {
        accepted.onData = (data) => got.push(...data);
      });
      const sender = network.host('a').connectTcp({ host: 'b', port: 80 });
      for (const chunk of chunks) sender.write(chunk);
      clock.runUntil(10 * NS_PER_SECOND);
      expect(got).toEqual(chunks.flatMap((chunk) => [...chunk]));
    }),
  );
});

test('does to datagrams and streams what it did before there were bursts, stalls and lost segments', () => {
  const rough = { delayMs: 3, jitterMs: 20, loss: 0.05, duplicate: 0.05, reorder: 0.05 };
  const clock = new VirtualClock();
  const network = new InMemoryNetwork({ clock, seed: 9, conditions: rough });
  const seen: string[] = stream(500, rough, 9).map(({ number, atMs }) => `${number} ${atMs}`);
  network.host('b').listenTcp(80, (accepted) => {
    accepted.onData = (data) => seen.push(`${data[0]} ${clock.nowNs}`);
  });
  const sender = network.host('a').connectTcp({ host: 'b', port: 80 });
  for (let i = 0; i < 100; i++) clock.at(i * 30 * NS_PER_MS, () => sender.write(Uint8Array.of(i)));
  clock.runUntil(10 * NS_PER_SECOND);
  expect(createHash('sha256').update(seen.join()).digest('hex')).toBe(
    '0ce7bbfde89b9e5c7b144d64fe489713e98da47fafb31791bde03b02e1b72ab3',
  );
});

test('a router that changes ports shows others a new number, and drops what comes to the old one', () => {
  const clock = new VirtualClock();
  const changes = { portChanges: [1 * NS_PER_SECOND, 2 * NS_PER_SECOND] };
  const conditions = (from: string) => (from === 'home' ? changes : {});
  const network = new InMemoryNetwork({ clock, seed: 1, conditions });
  const home = network.host('home').openUdp(65_500);
  const relay = network.host('relay').openUdp(7780);
  const seen: Address[] = [];
  const heard: number[] = [];
  relay.onDatagram = (_datagram, from) => seen.push(from);
  home.onDatagram = (datagram, from) => heard.push(datagram[0] ?? -1, from.port);
  for (const second of [0.5, 1.5, 2.5])
    clock.at(second * NS_PER_SECOND, () => home.send(Uint8Array.of(1), { host: 'relay', port: 7780 }));
  for (const second of [0.7, 1.7, 2.7])
    clock.at(second * NS_PER_SECOND, () => {
      for (const [index, to] of seen.entries()) relay.send(Uint8Array.of(index), to);
    });
  clock.runUntil(3 * NS_PER_SECOND);
  const ports = seen.map(({ port }) => port);
  expect(ports[0]).toBe(65_500);
  expect(new Set(ports).size).toBe(3);
  expect(Math.min(...ports)).toBeGreaterThanOrEqual(1024);
  expect(Math.max(...ports)).toBeLessThan(65_536);
  // Only what is sent to the newest number arrives, and the port of the relay is never another.
  expect(heard).toEqual([0, 7780, 1, 7780, 2, 7780]);
});

test('a stream whose segments never arrive fails in words: while it connects, and once it is open', () => {
  const clock = new VirtualClock();
  let tcpLoss = 1;
  const network = new InMemoryNetwork({ clock, seed: 1, conditions: () => ({ tcpLoss }) });
  const got: number[] = [];
  network.host('b').listenTcp(80, (accepted) => {
    accepted.onData = (data) => got.push(...data);
  });
  const events: string[] = [];
  const connect = (name: string) => {
    const stream = network.host('a').connectTcp({ host: 'b', port: 80 });
    stream.onOpen = () => events.push(`${name} open`);
    stream.onError = ({ message }) => events.push(`${name} ${message}`);
    stream.onClose = () => events.push(`${name} closed`);
    return stream;
  };
  connect('first');
  clock.runUntil(600 * NS_PER_SECOND);
  expect(events.splice(0)).toEqual(['first connection to b:80 timed out: no answer', 'first closed']);
  tcpLoss = 0;
  const second = connect('second');
  clock.runUntil(601 * NS_PER_SECOND);
  second.write(Uint8Array.of(1));
  clock.runUntil(602 * NS_PER_SECOND);
  tcpLoss = 1;
  second.write(Uint8Array.of(2));
  tcpLoss = 0;
  second.write(Uint8Array.of(3));
  clock.runUntil(1300 * NS_PER_SECOND);
  expect(events).toEqual(['second open', 'second connection to b:80 timed out: no answer', 'second closed']);
  expect(got).toEqual([1]);
});

test('refuses conditions that cannot be, by name', () => {
  const build = (conditions: Partial<Conditions>) => () =>
    new InMemoryNetwork({ clock: new VirtualClock(), seed: 1, conditions });
  expect(build({ loss: 1.5 })).toThrow('loss is 1.5');
  expect(build({ delayMs: -1 })).toThrow('delayMs is -1');
});
