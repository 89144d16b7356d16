import fc from 'fast-check';
import { AddressLimits, DEFAULT_RATES, household } from '../../../relay/identity/address-limits';
import { MINUTE_MS } from '../../../relay/ports/time-units';

test('connections are let through in a burst, then at the rate', () => {
  const limits = new AddressLimits({ connectionsBurst: 3, connectionsPerMinute: 6 });
  const at = (nowMs: number): boolean => limits.connects('10.0.0.1', nowMs);
  expect([0, 0, 0, 0].map(at)).toEqual([true, true, true, false]);
  expect(at(9_999)).toBe(false);
  expect(at(10_000)).toBe(true);
  expect(at(10_000)).toBe(false);
  expect(limits.connects('10.0.0.2', 10_000)).toBe(true);
});

test('messages are let through in a burst, then at the rate', () => {
  const limits = new AddressLimits({ messagesBurst: 2, messagesPerSecond: 10 });
  expect([0, 0, 0, 100, 100].map((nowMs) => limits.says('10.0.0.1', nowMs))).toEqual([true, true, false, true, false]);
});

test('a hundred speakers behind one address come back at once', () => {
  const limits = new AddressLimits();
  for (let i = 0; i < 100; i++) {
    expect(limits.connects('10.0.0.1', i)).toBe(true);
    for (let k = 0; k < 5; k++) expect(limits.says('10.0.0.1', i)).toBe(true);
  }
});

test('failed sign-ins cost ever longer delays, up to the most', () => {
  const limits = new AddressLimits();
  const waits = Array.from({ length: 14 }, () => (limits.failed('10.0.0.1', 0), limits.waitMs('10.0.0.1', 0)));
  expect(waits.slice(0, 6)).toEqual([0, 0, 0, 1000, 2000, 4000]);
  expect(waits.at(-1)).toBe(DEFAULT_RATES.longestDelayMs);
  expect(limits.connects('10.0.0.1', DEFAULT_RATES.longestDelayMs - 1)).toBe(false);
  expect(limits.connects('10.0.0.1', DEFAULT_RATES.longestDelayMs)).toBe(true);
  expect(limits.connects('10.0.0.2', 0)).toBe(true);
});

test('an hour without a failure forgives, less does not', () => {
  for (const [pauseMs, waitMs] of [
    [60 * MINUTE_MS, 0],
    [60 * MINUTE_MS - 1, 4000],
  ]) {
    const limits = new AddressLimits();
    for (let i = 0; i < 5; i++) limits.failed('a', 0);
    limits.failed('a', pauseMs!);
    expect(limits.waitMs('a', pauseMs!)).toBe(waitMs);
  }
});

test('an address that was quiet for longest is forgotten first, and never more are remembered than are said', () => {
  const limits = new AddressLimits({ addresses: 3, freeFailures: 0 });
  for (const address of ['a', 'b', 'c']) limits.failed(address, 0);
  limits.says('a', 1);
  limits.says('d', 2);
  expect(limits.waitMs('a', 2)).toBeGreaterThan(0);
  expect(limits.waitMs('b', 2)).toBe(0);
  expect(limits.waitMs('c', 2)).toBeGreaterThan(0);
  fc.assert(
    fc.property(fc.array(fc.ipV6()), (addresses) => {
      for (const address of addresses) limits.connects(address, 3);
      expect(limits.size).toBeLessThanOrEqual(3);
    }),
  );
});

test.each([
  ['10.0.0.1', '10.0.0.1'],
  ['::ffff:10.0.0.1', '10.0.0.1'],
  ['2001:DB8:1:2:3:4:5:6', '2001:db8:1:2'],
  ['2001:db8:1:2::', '2001:db8:1:2'],
  ['2001:db8:1:2::9', '2001:db8:1:2'],
  ['2001:0db8:0001:0002:ffff::', '2001:db8:1:2'],
  ['2001:db8::7', '2001:db8:0:0'],
  ['fe80::1%eth0', 'fe80:0:0:0'],
  ['::1', '0:0:0:0'],
  ['::', '0:0:0:0'],
  ['no address', 'no address'],
  ['1:2', '1:2'],
])('%s is of the household %s', (address, whose) => expect(household(address)).toBe(whose));

test('any text is somebody', () => {
  fc.assert(fc.property(fc.string(), (text) => typeof household(text) === 'string'));
});
