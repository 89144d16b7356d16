import { DueQueue } from '../records/due-queue';
import type { Invitation } from '../invitations';
import { MINUTE_MS } from '../ports/time-units';

/** A reminder begins this long before the start of a room … */
const BEFORE_MS = 5 * MINUTE_MS;
/** … and ends this long after it. */
const AFTER_MS = 10 * MINUTE_MS;

/** A guest that a room expects. `covered` means that the schedule reminds of the room. */
type Expected = {
  readonly person: string;
  readonly room: string;
  readonly startsAtMs: number;
  readonly state: 'waiting' | 'soon' | 'covered';
};

/** A reminder that begins or ends. */
type StartSign = { readonly person: string; readonly room: string; readonly state: 'soon' | 'over' };

/**
 * Reminders of accepted invitations to rooms that nobody scheduled. They follow from the invitations, so they are not stored:
 * after a restart they are sent again.
 */
export class StartReminders {
  private readonly expected = new Map<string, Expected>();
  private readonly due = new DueQueue();

  get nextDueMs(): number | undefined {
    return this.due.nextDueMs;
  }

  /** Notes how an invitation stands now. Gives the reminders that end. */
  note(invitation: Invitation, nowMs: number): readonly StartSign[] {
    const { id, guest: person, room, startsAtMs } = invitation;
    const before = this.expected.get(id);
    if (startsAtMs === undefined || !isExpected(invitation) || nowMs >= startsAtMs + AFTER_MS) return this.drop(id);
    if (before?.startsAtMs === startsAtMs) return [];
    const ended = this.drop(id);
    this.expected.set(id, { person, room, startsAtMs, state: 'waiting' });
    this.due.set(id, startsAtMs - BEFORE_MS);
    return ended;
  }

  /** The reminders that begin or end by then. `isCovered` says whether the schedule reminds the person of the room already. */
  timePassed(atMs: number, isCovered: (person: string, room: string) => boolean): readonly StartSign[] {
    const signs: StartSign[] = [];
    for (let id = this.due.takeDue(atMs); id !== undefined; id = this.due.takeDue(atMs)) {
      const expected = this.expected.get(id);
      if (!expected) continue;
      const { person, room, startsAtMs } = expected;
      if (expected.state !== 'waiting' || atMs >= startsAtMs + AFTER_MS) {
        signs.push(...this.drop(id));
        continue;
      }
      const state = isCovered(person, room) ? 'covered' : 'soon';
      this.expected.set(id, { ...expected, state });
      this.due.set(id, startsAtMs + AFTER_MS);
      if (state === 'soon') signs.push({ person, room, state });
    }
    return signs;
  }

  /** The rooms of which a person is being reminded. */
  roomsFor(person: string): readonly string[] {
    const soon = [...this.expected.values()].filter(
      (expected) => expected.person === person && expected.state === 'soon',
    );
    return [...new Set(soon.map(({ room }) => room))];
  }

  private drop(id: string): readonly StartSign[] {
    const before = this.expected.get(id);
    this.expected.delete(id);
    this.due.set(id, undefined);
    return before?.state === 'soon' ? [{ person: before.person, room: before.room, state: 'over' }] : [];
  }
}

/** Whether the guest accepted and has not come yet. */
function isExpected({ state, seat }: Invitation): boolean {
  return state === 'accepted' && seat === 'reserved';
}
