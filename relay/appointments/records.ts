// How appointments lie in the store: an invitation under `invitation/<id>`, a scheduled room under `scheduled/<id>`, and
// who comes to it in pages under `comers/<id>/<page>`, since a thousand of them are more than one value may hold.

import { scheduledRoomFromJson, scheduledRoomToJson, type ScheduledRoom } from '../calendar';
import { invitationFromJson, invitationToJson, type Invitation } from '../invitations';
import { isRefusal, type Refusal } from '../ports/refusal';
import type { Change, Entry, Json, JsonObject, Store } from '../store/store';

const INVITATIONS = 'invitation/';
const SCHEDULED = 'scheduled/';
const COMERS = 'comers/';
const COMERS_A_PAGE = 100;
const ENTRIES_A_PAGE = 500;

/** A stored record that is not used, and why. It stays in the store. */
type PassedOver = { readonly key: string; readonly message: string };

/** What was stored, and what of it is of no use. */
type Loaded<T> = { readonly good: readonly T[]; readonly bad: readonly PassedOver[] };

function objectOf(json: string): JsonObject {
  return JSON.parse(json) as JsonObject;
}

/** Stores an invitation. */
export function invitationStored(invitation: Invitation): Change {
  return { put: INVITATIONS + invitation.id, value: objectOf(invitationToJson(invitation)) };
}

export function invitationForgotten(id: string): Change {
  return { remove: INVITATIONS + id };
}

const pageKey = (id: string, page: number): string => `${COMERS}${id}/${String(page).padStart(2, '0')}`;

function pagesOf(scheduled: ScheduledRoom | undefined): readonly (readonly ScheduledRoom['coming'][number][])[] {
  const coming = scheduled?.coming ?? [];
  const count = Math.ceil(coming.length / COMERS_A_PAGE);
  return Array.from({ length: count }, (_, page) => coming.slice(page * COMERS_A_PAGE, (page + 1) * COMERS_A_PAGE));
}

/** Stores what is different of a scheduled room since it was stored as `before`; without `after` it is forgotten. */
export function scheduledStored(
  id: string,
  before: ScheduledRoom | undefined,
  after: ScheduledRoom | undefined,
): readonly Change[] {
  const [old, now] = [pagesOf(before), pagesOf(after)];
  const pages = Array.from({ length: Math.max(old.length, now.length) }, (_, page): readonly Change[] => {
    if (!now[page]) return [{ remove: pageKey(id, page) }];
    const isSame = old[page]?.length === now[page].length && now[page].every((comer, at) => comer === old[page][at]);
    return isSame ? [] : [{ put: pageKey(id, page), value: { coming: now[page] } }];
  });
  if (!after) return [{ remove: SCHEDULED + id }, ...pages.flat()];
  return [{ put: SCHEDULED + id, value: objectOf(scheduledRoomToJson({ ...after, coming: [] })) }, ...pages.flat()];
}

async function listAll(store: Store, prefix: string): Promise<readonly Entry[]> {
  const entries: Entry[] = [];
  for (let after: string | undefined; ;) {
    const page = await store.list(prefix, { limit: ENTRIES_A_PAGE, ...(after === undefined ? {} : { after }) });
    entries.push(...page);
    if (page.length < ENTRIES_A_PAGE) return entries;
    after = page[page.length - 1].key;
  }
}

function sorted<T extends { readonly id: string }>(
  read: readonly (readonly [key: string, wanted: string, value: T | Refusal<'bad-record'>])[],
): Loaded<T> {
  const good: T[] = [];
  const bad: PassedOver[] = [];
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
    // What is no list cannot be a comer either, and is told with the record.
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
