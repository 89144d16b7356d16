import { luxonZones } from '../../../relay/calendar/node/luxon-zones';
import { Appointments, type AuditLine } from '../../../relay/appointments';
import type { InvitationDraft } from '../../../relay/invitations';
import type { RelayEvent } from '../../../relay/hosting/relay-events';
import { EventStream } from '../../../relay/ports/event-stream';
import type { RoomEvent } from '../../../relay/rooms';
import { isRefusal, type Refusal } from '../../../relay/ports/refusal';
import { StoreFailed } from '../../../relay/store/errors';
import { createMemoryStore, type MemoryMedium } from '../../../relay/store/memory-store';
import type { Store } from '../../../relay/store/store';
import type { ToMember } from '../../../wire/signal';
import { DRAFT as WHOLE_DRAFT, START_MS } from '../invitations/example';
import { FakeClock } from '../support/fake-clock';
import { HOUR_MS } from '../../../relay/ports/time-units';

export { START_MS };

/** The draft of a host who asks a president; the appointments give it its id. */
export const DRAFT: Omit<InvitationDraft, 'id'> = withoutId(WHOLE_DRAFT);

function withoutId({ id: _, ...draft }: InvitationDraft): Omit<InvitationDraft, 'id'> {
  return draft;
}

/** A relay's appointments with everything around them made up. A restart is another world on the same medium. */
export class World {
  readonly medium: MemoryMedium;
  readonly clock = new FakeClock(0);
  readonly events = new EventStream<RelayEvent>();
  /** How far the time of day is from the clock. */
  wallShiftMs: number;
  /** What happened, in order: `d:president invitation ringing`, `lounge seatReserved d:president`. */
  readonly told: string[] = [];
  /** What hosts' speakers were sent, in order: `d:host accepted 0001…`. */
  readonly replies: string[] = [];
  readonly warned: string[] = [];
  readonly logged: object[] = [];
  commits = 0;
  /** Which commits fail, counted from 1. */
  failing: (commit: number) => boolean = () => false;
  store: Store;
  appointments!: Appointments;
  private ids = 0;
  private lines = 0;

  constructor(medium: MemoryMedium = new Map(), nowMs = START_MS) {
    this.medium = medium;
    this.wallShiftMs = nowMs;
    this.store = createMemoryStore({
      medium,
      beforeWrite: () => {
        if (this.failing(++this.commits)) throw new StoreFailed('full', 'no room');
      },
    });
  }

  static async open(medium?: MemoryMedium, nowMs?: number): Promise<World> {
    const world = new World(medium, nowMs);
    await world.start();
    return world;
  }

  get nowMs(): number {
    return Math.floor(this.wallShiftMs + this.clock.nowMs());
  }

  async start(): Promise<void> {
    this.appointments = await Appointments.open({
      store: this.store,
      clock: this.clock,
      wallClock: { epochMs: () => this.nowMs },
      zones: luxonZones,
      random: { bytes: (count) => Uint8Array.from({ length: count }, (_, at) => (at === count - 1 ? ++this.ids : at)) },
      log: {
        info: (event, fields) => void this.logged.push({ event, ...fields }),
        warn: (event, fields) => void this.warned.push(`${event} ${fields.key ?? ''}`.trim()),
      },
      events: this.events,
      speakers: {
        send: (person, message) => {
          if (message.type === 'reply') this.replies.push(`${person} ${message.news} ${message.invitation}`);
          else this.told.push(`${person} ${wordsOf(message)}`);
        },
      },
      rooms: {
        apply: (room, event) => void this.told.push(`${room} ${eventWords(event)}`),
      },
      audit: {
        changeOf: (line) => ({ put: `audit/${String(++this.lines).padStart(6, '0')}`, value: { ...line } }),
      },
    });
  }

  /** What was told since this was last asked. */
  since(): readonly string[] {
    return this.told.splice(0);
  }

  /** Lets time pass, and everything that it causes come to its end. */
  async advance(spanMs: number): Promise<void> {
    for (let left = spanMs; left > 0; left -= HOUR_MS) {
      this.clock.advance(Math.min(left, HOUR_MS));
      await this.settle();
    }
  }

  /** Something happens on the relay, and everything that it causes comes to its end. */
  async happens(event: RelayEvent): Promise<void> {
    this.events.publish(event);
    await this.settle();
  }

  /** Waits for what is under way. */
  async settle(): Promise<void> {
    for (let turn = 0; turn < 4; turn++) await this.appointments.invitation('');
    await this.store.get('meta/nothing');
  }

  async invited(changes: Partial<typeof DRAFT> = {}): Promise<string> {
    return good(await this.appointments.invite({ ...DRAFT, ...changes })).id;
  }

  /** Kills the relay and starts another on what was stored. */
  async restarted(): Promise<World> {
    return World.open(new Map(this.medium), this.nowMs);
  }

  get audit(): readonly AuditLine[] {
    return [...this.medium]
      .filter(([key]) => key.startsWith('audit/'))
      .map(([, text]) => JSON.parse(text) as AuditLine);
  }
}

/** What was not refused. */
export function good<T extends object>(outcome: T | Refusal): T {
  if (isRefusal(outcome)) throw new Error(`refused: ${outcome.code} ${outcome.message}`);
  return outcome;
}

/** Why something was refused. */
export function codeOf(outcome: object): string | undefined {
  return isRefusal(outcome) ? outcome.code : undefined;
}

function wordsOf(message: ToMember): string {
  const { type } = message;
  if (type === 'invitation') return `invitation ${message.state}`;
  return type === 'reminder' ? `reminder ${message.room} ${message.state}` : type;
}

function eventWords(event: RoomEvent): string {
  const { kind } = event;
  if (kind === 'rankGiven') return `${event.person} is ${event.rank}`;
  return 'person' in event ? `${kind} ${event.person}` : kind;
}
