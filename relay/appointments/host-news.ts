// News of invitations that their hosts have not heard yet. They are stored together with the change that they report, and
// removed once the host's speaker, or the host by the API, has noted them.

import * as v from 'valibot';
import type { InvitationNews } from '../../wire/signal';
import type { Log } from '../ports/ports';
import { isRefusal } from '../ports/refusal';
import { exactly, listOf, oneOf, person, roomId, together, type FieldsOf } from '../records/fields';
import { IdIndex } from '../records/id-index';
import { readRecord } from '../records/read-as';
import type { Change, Store } from '../store/store';
import { listAll } from './records';

const PREFIX = 'host-news/';

/** News of how far an invitation is. Only the latest of these matters. */
const STATES: readonly InvitationNews[] = [
  ...(['delivered', 'seen', 'consulting', 'accepted', 'declined', 'lapsed', 'withdrawn'] as const),
];
const NEWS: readonly InvitationNews[] = [...STATES, 'absent', 'note', 'statement'];

/** What the guest's side did, for the host of an invitation. */
export type NewsForHost = {
  readonly invitation: string;
  readonly host: string;
  readonly room: string;
  readonly news: InvitationNews;
};

/** News that a host has heard: one of an invitation, or all of it. */
export type HeardNews = { readonly invitation: string; readonly news: InvitationNews | 'all' };

/** What changes together with the invitations. */
type NewsUpdate = {
  readonly added: readonly NewsForHost[];
  readonly heard: readonly HeardNews[];
  /** Invitations that the relay forgets. */
  readonly forgotten: readonly string[];
};

type Unheard = { readonly host: string; readonly room: string; readonly news: readonly InvitationNews[] };

const record = v.pipe(
  exactly({ host: person, room: roomId, news: listOf(oneOf(NEWS), NEWS.length) } satisfies FieldsOf<Unheard>),
  together('news', ({ news }) => news.length > 0 && new Set(news).size === news.length, 'is empty, or has one twice'),
);

/** What all hosts have not heard yet, by invitation. */
export class HostNews {
  private readonly unheard = new Map<string, Unheard>();
  private readonly byHost = new IdIndex();

  /** Reads what is stored. A record that cannot be read is logged and left alone. Rejects with `StoreFailed`. */
  static async open(store: Store, log: Log): Promise<HostNews> {
    const all = new HostNews();
    for (const { key, value } of await listAll(store, PREFIX)) {
      const unheard = readRecord(record, value);
      if (isRefusal(unheard)) log.warn('bad-record', { key, message: unheard.message });
      else all.put(key.slice(PREFIX.length), unheard);
    }
    return all;
  }

  /** What a host has not heard yet, the oldest first. */
  ofHost(host: string): readonly NewsForHost[] {
    return [...this.byHost.get(host)].flatMap((invitation) => {
      const known = this.unheard.get(invitation);
      return known ? known.news.map((news) => ({ invitation, host, room: known.room, news })) : [];
    });
  }

  /** Whether the host has heard everything of an invitation. */
  hasHeardAll(invitation: string): boolean {
    return !this.unheard.has(invitation);
  }

  /** The changes to be stored, and what follows once they are. Until then nothing is different here. */
  prepare(update: NewsUpdate): { readonly changes: readonly Change[]; readonly keep: () => void } {
    const next = nextUnheard(this.unheard, update);
    const changes = [...next].map(([invitation, unheard]): Change => {
      return unheard ? { put: PREFIX + invitation, value: { ...unheard } } : { remove: PREFIX + invitation };
    });
    const keep = (): void => {
      for (const [invitation, unheard] of next) this.put(invitation, unheard);
    };
    return { changes, keep };
  }

  private put(invitation: string, unheard: Unheard | undefined): void {
    const before = this.unheard.get(invitation);
    if (before) this.byHost.remove(before.host, invitation);
    this.unheard.delete(invitation);
    if (!unheard) return;
    this.unheard.set(invitation, unheard);
    this.byHost.add(unheard.host, invitation);
  }
}

/** The records that an update changes, as they are afterwards; undefined for those that are removed. */
function nextUnheard(
  before: ReadonlyMap<string, Unheard>,
  { added, heard, forgotten }: NewsUpdate,
): ReadonlyMap<string, Unheard | undefined> {
  const next = new Map<string, Unheard | undefined>();
  const now = (invitation: string): Unheard | undefined =>
    next.has(invitation) ? next.get(invitation) : before.get(invitation);
  for (const { invitation, news } of heard) {
    const known = now(invitation);
    if (!known || (news !== 'all' && !known.news.includes(news))) continue;
    const left = news === 'all' ? [] : known.news.filter((other) => other !== news);
    next.set(invitation, left.length > 0 ? { ...known, news: left } : undefined);
  }
  for (const { invitation, host, room, news } of added) {
    const others = (now(invitation)?.news ?? []).filter((other) => !replaces(news, other));
    next.set(invitation, { host, room, news: [...others, news] });
  }
  for (const invitation of forgotten) if (now(invitation)) next.set(invitation, undefined);
  return next;
}

function replaces(news: InvitationNews, older: InvitationNews): boolean {
  return news === older || (STATES.includes(news) && STATES.includes(older));
}
