import * as v from 'valibot';
import { toHex } from '../../wire/byte-string';
import { hmacWith, type Hmac } from '../../wire/hmac';
import type { Primitives } from '../../wire/primitives';
import type { Random } from '../ports/ports';
import type { Refusal } from '../ports/refusal';
import type { Store } from '../store/store';
import { randomByteString } from './bytes';
import { LINK_MAX_CHARS, makeLink, readLink, type Link, type LinkErrorCode } from './link-token';

const PREFIX = 'revoked-link/';
const ID_BYTES = 10;

/** A record without a time is kept for ever. Otherwise a revoked link could work again. */
const record = v.object({ expiresAtMs: v.fallback(v.number(), Infinity) });

/** Makes and reads the links of a relay, and remembers those that are revoked. */
export class Links {
  private readonly primitives: Primitives;
  private readonly hmac: Hmac;
  private readonly random: Random;
  private readonly store: Pick<Store, 'commit'>;
  /** The time at which each revoked link expires, by its id. */
  private readonly revoked: Map<string, number>;

  private constructor(
    primitives: Primitives,
    linkKey: string,
    random: Random,
    store: Pick<Store, 'commit'>,
    revoked: Map<string, number>,
  ) {
    this.primitives = primitives;
    this.hmac = hmacWith(primitives, linkKey);
    this.random = random;
    this.store = store;
    this.revoked = revoked;
  }

  /** Reads the revoked links. `linkKey` has 32 bytes. */
  static async open(
    primitives: Primitives,
    linkKey: string,
    random: Random,
    store: Pick<Store, 'commit' | 'list'>,
  ): Promise<Links> {
    const revoked = new Map<string, number>();
    for (const { key, value } of await store.list(PREFIX)) {
      revoked.set(key.slice(PREFIX.length), v.parse(record, value).expiresAtMs);
    }
    return new Links(primitives, linkKey, random, store, revoked);
  }

  /** Makes a link and its token. Undefined if a field is wrong or the token is too long. */
  make(link: Omit<Link, 'id'>): { readonly link: Link; readonly token: string } | undefined {
    const whole: Link = { ...link, id: toHex(randomByteString(this.random, ID_BYTES)) };
    const token = makeLink(this.hmac, whole);
    return token === undefined ? undefined : { link: whole, token };
  }

  read(token: string, nowMs: number): Link | Refusal<LinkErrorCode> {
    return readLink(this.primitives.hashOf, this.hmac, token.slice(0, LINK_MAX_CHARS + 1), nowMs, (id) =>
      this.revoked.has(id),
    );
  }

  /** Revokes a link. This holds from the call on, even if the store fails. */
  async revoke({ id, expiresAtMs }: Pick<Link, 'id' | 'expiresAtMs'>): Promise<void> {
    this.revoked.set(id, expiresAtMs);
    await this.store.commit([{ put: PREFIX + id, value: { expiresAtMs } }]);
  }

  /** Forgets the revoked links that have expired. */
  async forgetExpired(nowMs: number): Promise<void> {
    const expired = [...this.revoked].filter(([, expiresAtMs]) => expiresAtMs <= nowMs).map(([id]) => id);
    if (expired.length === 0) return;
    await this.store.commit(expired.map((id) => ({ remove: PREFIX + id })));
    // They are refused as expired from now on.
    for (const id of expired) this.revoked.delete(id);
  }
}
