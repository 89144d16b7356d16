// How appointments are stored: an invitation under `invitation/<id>`, a scheduled room under `scheduled/<id>`, and the persons
// who come to it in pages under `comers/<id>/<page>`, because a thousand of them are too long for one value.

import { scheduledRoomFromJson, scheduledRoomToJson, type ScheduledRoom } from '../calendar';
import { invitationFromJson, invitationToJson, type Invitation } from '../invitations';
import { isRefusal, type Refusal } from '../ports/refusal';
import type { Change, Entry, Json, JsonObject, Store } from '../store/store';

const INVITATIONS = 'invitation/';
const SCHEDULED = 'scheduled/';
const COMERS = 'comers/';
const COMERS_A_PAGE = 100;
const ENTRIES_A_PAGE = 500;

/** A stored record that cannot be used, and why. It stays in the store. */
type BadEntry = { readonly key: string; readonly message: string };

/** The stored records: those that can be used, and those that cannot. */
type Loaded<T> = { readonly good: readonly T[]; readonly bad: readonly BadEntry[] };

function objectOf(json: string): JsonObject {
  return JSON.parse(json) as JsonObject;
}

/** The change that stores an invitation. */
export function invitationStored(invitation: Invitation): Change {
  return { put: INVITATIONS + invitation.id, value: objectOf(invitationToJson(invitation)) };
}

/** The change that removes an invitation. */
export function invitationForgotten(id: string): Change {
  return { remove: INVITATIONS + id };
}

const pageKey = (id: string, page: number): string => `${COMERS}${id}/${String(page).padStart(2, '0')}`;

function pagesOf(scheduled: ScheduledRoom | undefined): readonly (readonly ScheduledRoom['coming'][number][])[] {
  const coming = scheduled?.coming ?? [];
  const count = Math.ceil(coming.length / COMERS_A_PAGE);
  return Array.from({ length: count }, (_, page) => coming.slice(page * COMERS_A_PAGE, (page + 1) * COMERS_A_PAGE));
}

/** The changes that store a scheduled room of which `before` is stored already. Without `after` they remove it. */
export function scheduledStored(
  id: string,
  before: ScheduledRoom | undefined,
  after: ScheduledRoom | undefined,
): readonly Change[] {
  const [old, now] = [pagesOf(before), pagesOf(after)];
  const pages = Array.from({ length: Math.max(old.length, now.length) }, (_, page): readonly Change[] => {
    const [before, coming] = [old[page] ?? [], now[page]];
    if (!coming) return [{ remove: pageKey(id, page) }];
    const isSame = before.length === coming.length && coming.every((comer, at) => comer === before[at]);
    return isSame ? [] : [{ put: pageKey(id, page), value: { coming } }];
  });
  if (!after) return [{ remove: SCHEDULED + id }, ...pages.flat()];
  return [{ put: SCHEDULED + id, value: objectOf(scheduledRoomToJson({ ...after, coming: [] })) }, ...pages.flat()];
}

/** All entries under a prefix, read in pages. Rejects with `StoreFailed`. */
export async function listAll(store: Store, prefix: string): Promise<readonly Entry[]> {
  const entries: Entry[] = [];
  for (let after: string | undefined; ;) {
    const page = await store.list(prefix, { limit: ENTRIES_A_PAGE, ...(after === undefined ? {} : { after }) });
    entries.push(...page);
    after = page.at(-1)?.key;
    if (page.length < ENTRIES_A_PAGE || after === undefined) return entries;
  }
}

function sorted<T extends { readonly id: string }>(
  read: readonly (readonly [key: string, wanted: string, value: T | Refusal<'bad-record'>])[],
): Loaded<T> {
  const good: T[] = [];
  const bad: BadEntry[] = [];
  for (const [key, prefix, value] of read) {
    if (isRefusal(value)) bad.push({ key, message: value.message });
    else if (prefix + value.id !== key) bad.push({ key, message: `id is that of another record` });
    else good.push(value);
  }
  return { good, bad };
}

/** All invitations. Rejects with `StoreFailed`. */
export async function loadInvitations(store: Store): Promise<Loaded<Invitation>> {
  const entries = await listAll(store, INVITATIONS);
  return sorted(entries.map(({ key, value }) => [key, INVITATIONS, invitationFromJson(JSON.stringify(value))]));
}

/** All scheduled rooms. Rejects with `StoreFailed`. */
export async function loadScheduled(store: Store): Promise<Loaded<ScheduledRoom>> {
  const coming = new Map<string, Json[]>();
  for (const { key, value } of await listAll(store, COMERS)) {
    const id = key.slice(COMERS.length, key.lastIndexOf('/'));
    // A page that is no list makes the record of the room bad.
    const page = Array.isArray(value.coming) ? (value.coming as readonly Json[]) : ['broken'];
    coming.set(id, [...(coming.get(id) ?? []), ...page]);
  }
  const entries = await listAll(store, SCHEDULED);
  return sorted(
    entries.map(({ key, value }) => {
      const whole = { ...value, coming: coming.get(key.slice(SCHEDULED.length)) ?? [] };
      return [key, SCHEDULED, scheduledRoomFromJson(JSON.stringify(whole))];
    }),
  );
}
