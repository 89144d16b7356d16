import type { Answer, InvitationNews, SignalErrorCode } from '../../wire/signal';
import type { Organiser, PlanDraft, ScheduleBookStep, ScheduledRoom } from '../calendar';
import { NOT_ALLOWED, type Invitation, type InvitationDraft, type InvitationEvent } from '../invitations';
import { randomHex } from '../ports/random-hex';
import { isRefusal, type Refusal } from '../ports/refusal';
import { DAY_MS } from '../ports/time-units';
import type { RoomRules } from '../rooms';
import { Keeper } from './keeper';
import type { AppointmentPorts } from './ports';
import { Reactions } from './reactions';
import { NOT_STORED, type AppointmentErrorCode } from './refusals';
import type { Transaction } from './transaction';

/** A person who answers "let me check first" with the button has this time for the answer. */
export const CONSULTING_MS = 2 * DAY_MS;
/** Invitations and scheduled rooms that are over are forgotten after this time. */
const KEPT_MS = 365 * DAY_MS;
const ID_BYTES = 10;

type WithoutTime<E> = E extends InvitationEvent ? Omit<E, 'atMs'> : never;

/** Something that somebody does to an invitation now. */
export type InvitationAct = WithoutTime<InvitationEvent>;

/** A room to be scheduled. */
type NewPlan = PlanDraft & { readonly room: unknown };

/** A scheduled room, with notices for the person who planned it. */
export type Planned = { readonly scheduled: ScheduledRoom; readonly notices: readonly string[] };

/** Who acts for somebody else, as the audit log names it: `operator`, or a link as `w:…`. */
type Actor = string;

type AppointmentRefusal = Refusal<AppointmentErrorCode>;

/**
 * The codes that a speaker gets for refusals. For every other reason it gets `no-such-invitation`, so that it does not learn
 * of invitations to others; the log has the reason.
 */
const SIGNAL_CODES: { readonly [code in AppointmentErrorCode]?: SignalErrorCode } = {
  answered: 'answered',
  'bad-field': 'bad-field',
  'not-stored': 'not-stored',
  revoked: 'revoked',
};

/** Invitations and scheduled rooms. A change that resolves without a refusal is stored and survives a loss of power. */
export class Appointments {
  private readonly ports: AppointmentPorts;
  private readonly keeper: Keeper;
  private readonly unsubscribe: () => void;

  private constructor(ports: AppointmentPorts, keeper: Keeper) {
    this.ports = ports;
    this.keeper = keeper;
    const reactions = new Reactions(ports, keeper);
    this.unsubscribe = ports.events.subscribe((event) => reactions.apply(event));
  }

  /** Loads what is stored, and does what fell due meanwhile. Rejects with `StoreFailed`. */
  static async open(ports: AppointmentPorts): Promise<Appointments> {
    return new Appointments(ports, await Keeper.open(ports));
  }

  // ——— For signalling.

  /**
   * The person's speaker shows an invitation, or with `news` has told its owner how one goes on that the owner sent. Resolves
   * to the code of a refusal.
   */
  noted(person: string, invitation: string, news?: InvitationNews): Promise<SignalErrorCode | undefined> {
    const by = { kind: 'guest', id: person } as const;
    const outcome =
      news === undefined ? this.apply(invitation, { kind: 'delivered', by }) : this.hostHeard(invitation, person, news);
    return this.codeOf(person, invitation, outcome);
  }

  /** The person answers with the button. Resolves to the code of a refusal. */
  answer(person: string, invitation: string, answer: Answer): Promise<SignalErrorCode | undefined> {
    const by = { kind: 'guest', id: person } as const;
    const outcome = this.applyAt(invitation, (atMs) => {
      if (answer === 'consult') return { kind: 'consulted', by, deadlineMs: atMs + CONSULTING_MS };
      return { kind: answer === 'accept' ? 'accepted' : 'declined', by };
    });
    return this.codeOf(person, invitation, outcome);
  }

  /** How the schedule sets up a room for now or for what comes next; undefined if it is not scheduled. */
  plannedRules(room: string): Promise<Pick<RoomRules, 'kind' | 'policy'> | undefined> {
    return this.keeper.look(({ schedule }) => {
      const plan = schedule.ofRoom(room).find(({ state }) => state === 'planned')?.plan;
      return plan && { kind: plan.kind, policy: plan.policy };
    });
  }

  // ——— Invitations.

  invitation(id: string): Promise<Invitation | undefined> {
    return this.keeper.look(({ invitations }) => invitations.get(id));
  }

  /** Oldest first. */
  invitationsTo(room: string): Promise<readonly Invitation[]> {
    return this.keeper.look(({ invitations }) => invitations.ofRoom(room));
  }

  /** Oldest first. */
  invitationsOf(guest: string): Promise<readonly Invitation[]> {
    return this.keeper.look(({ invitations }) => invitations.ofGuest(guest));
  }

  /** Sends an invitation. */
  invite(draft: Omit<InvitationDraft, 'id'>, actor?: Actor): Promise<Invitation | AppointmentRefusal> {
    const id = this.newId();
    return this.keeper.perform((transaction) => {
      const { books, atMs } = transaction;
      const refusal = transaction.invited(books.invitations.send({ ...draft, id }, atMs), actor);
      return refusal ?? books.invitations.get(id) ?? lost(id);
    });
  }

  /** Somebody does something to an invitation. Resolves to the invitation after that. */
  apply(id: string, act: InvitationAct, actor?: Actor): Promise<Invitation | AppointmentRefusal> {
    return this.applyAt(id, () => act, actor);
  }

  /** The host has heard news of an invitation, or all news of it. */
  hostHeard(id: string, host: string, news: InvitationNews | 'all'): Promise<Invitation | AppointmentRefusal> {
    return this.keeper.perform((transaction) => {
      const invitation = transaction.books.invitations.get(id);
      if (invitation?.host !== host) return NOT_ALLOWED;
      transaction.heardNews.push({ invitation: id, news });
      return invitation;
    });
  }

  /** Whether the host has heard all news of an invitation. */
  hasHostHeard(id: string): Promise<boolean> {
    return this.keeper.look((_, news) => news.hasHeardAll(id));
  }

  // ——— Scheduled rooms.

  scheduled(id: string): Promise<ScheduledRoom | undefined> {
    return this.keeper.look(({ schedule }) => schedule.get(id));
  }

  /** The next start first. */
  scheduledIn(room: string): Promise<readonly ScheduledRoom[]> {
    return this.keeper.look(({ schedule }) => schedule.ofRoom(room));
  }

  /** What a person hosts, co-hosts or comes to, the next start first. */
  scheduledFor(person: string): Promise<readonly ScheduledRoom[]> {
    return this.keeper.look(({ schedule }) => schedule.ofPerson(person));
  }

  schedule(plan: NewPlan, actor?: Actor): Promise<Planned | AppointmentRefusal> {
    const id = this.newId();
    return this.plan(id, ({ books, atMs }) => books.schedule.schedule({ ...plan, id }, atMs), actor);
  }

  changeScheduled(id: string, by: Organiser, changes: PlanDraft, actor?: Actor): Promise<Planned | AppointmentRefusal> {
    return this.plan(id, ({ books, atMs }) => books.schedule.apply(id, { kind: 'changed', by, changes, atMs }), actor);
  }

  cancelScheduled(id: string, by: Organiser, actor?: Actor): Promise<Planned | AppointmentRefusal> {
    return this.plan(id, ({ books, atMs }) => books.schedule.apply(id, { kind: 'cancelled', by, atMs }), actor);
  }

  /** A person says that it comes, or that it does not come after all. */
  saysItComes(id: string, person: string, isComing: boolean): Promise<Planned | AppointmentRefusal> {
    const kind = isComing ? 'saidTheyCome' : 'saidTheyDoNot';
    return this.plan(id, ({ books, atMs }) => books.schedule.apply(id, { kind, person, atMs }));
  }

  /** Forgets what was over a year ago. Rejects if that cannot be stored. */
  async forgetOld(): Promise<void> {
    const outcome = await this.keeper.perform((transaction) => transaction.forget(transaction.atMs - KEPT_MS));
    if (outcome === NOT_STORED) throw new Error(NOT_STORED.message);
  }

  /** Waits for changes under way. Afterwards nothing happens any more. */
  close(): Promise<void> {
    this.unsubscribe();
    return this.keeper.close();
  }

  /** An id that fits the wire and cannot be guessed. */
  private newId(): string {
    return randomHex(this.ports.random, ID_BYTES);
  }

  /** The code with which a speaker is refused, if it is. The reason is logged. */
  private async codeOf(
    person: string,
    invitation: string,
    outcome: Promise<Invitation | AppointmentRefusal>,
  ): Promise<SignalErrorCode | undefined> {
    const refusal = await outcome;
    if (!isRefusal(refusal)) return undefined;
    const { code, message } = refusal;
    this.ports.log.info('invitation-refused', { person, invitation, code, message });
    return SIGNAL_CODES[code] ?? 'no-such-invitation';
  }

  private applyAt(
    id: string,
    actAt: (atMs: number) => InvitationAct,
    actor?: Actor,
  ): Promise<Invitation | AppointmentRefusal> {
    return this.keeper.perform((transaction) => {
      const { books, atMs } = transaction;
      const step = books.invitations.apply(id, { ...actAt(atMs), atMs });
      return transaction.invited(step, actor) ?? books.invitations.get(id) ?? lost(id);
    });
  }

  private plan(
    id: string,
    change: (transaction: Transaction) => ScheduleBookStep,
    actor?: Actor,
  ): Promise<Planned | AppointmentRefusal> {
    return this.keeper.perform((transaction): Planned | AppointmentRefusal => {
      const refusal = transaction.planned(change(transaction), actor);
      const scheduled = transaction.books.schedule.get(id);
      if (refusal) return refusal;
      return scheduled ? { scheduled, notices: transaction.notices } : lost(id);
    });
  }
}

function lost(id: string): never {
  throw new Error(`${id} was neither refused nor stored`);
}
