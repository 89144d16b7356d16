import type { Heard, TestMember, TestRelay } from './test-relay';
import { mapTuple } from '../../support/map-tuple';

/** What the packets that came after `since` hold. */
export function heardSince(member: TestMember, since: number): Heard[] {
  return member.heard.slice(since);
}

/** Lets every member's preamble pass; returns how much each has heard until then. */
export function settle<const Members extends readonly TestMember[]>(
  test: TestRelay,
  members: Members,
): { [Place in keyof Members]: number } {
  test.clock.advance(500);
  return mapTuple(members, (member) => member.heard.length);
}

/** 20 ms ticks; `tick(i)` says what members send in each, at their own phases. */
export function run(test: TestRelay, ticks: number, phases: readonly (readonly [number, (i: number) => void])[]): void {
  const startMs = test.clock.nowMs();
  for (let i = 0; i < ticks; i++) {
    for (const [phaseMs, send] of phases) {
      test.clock.runUntil(startMs + i * 20 + phaseMs);
      send(i);
    }
  }
  test.clock.runUntil(startMs + ticks * 20);
}
