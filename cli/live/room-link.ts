import { Failure } from '../failure';
import { printable } from '../screen/text-width';

/** What a link says about itself. The relay checks whether it is true. */
type RoomLink = { readonly token: string; readonly room: string; readonly name: string };

type Fields = { readonly [name: string]: unknown };

/** The kinds that let nobody into a room, and what to do with them. */
const OTHER_KINDS: ReadonlyMap<unknown, string> = new Map([
  ['delegate', 'answers an invitation: open it in a browser'],
  ['feed', 'is of a calendar: open it in a calendar program'],
]);
const HOW = 'give the token that "POST /api/rooms/ROOM/links" of the relay answers with';

/**
 * Reads a link that lets its bearer into a room, as the relay makes it (relay/identity/link-token.ts): base64url of a JSON
 * text, a dot, a code. An address that ends in one is read, too.
 * @throws Failure that says what the link is instead, or that its time is over
 */
export function readRoomLink(text: string, nowMs: number): RoomLink {
  const [token = ''] = text
    .trim()
    .replace(/^https?:.*\//, '')
    .split(/[?#]|\.ics$/);
  if (/^https?:\/\/.*\/i\//.test(text.trim()))
    throw new Failure(
      '--link is the page of an invitation, which anybody may read: the speaker of the guest needs --device and --key',
    );
  const [payload = '', code = ''] = token.split('.');
  const fields = code === '' ? undefined : fieldsOf(payload);
  if (!fields || !/^[\w-]+\.[\w-]+$/.test(token) || token.length > 1024)
    throw new Failure(`--link is no link of a relay: ${HOW}`);
  const { kind, room, name, expiresAtMs } = fields;
  const other = OTHER_KINDS.get(kind);
  if (other !== undefined) throw new Failure(`--link ${other}`);
  if (typeof room !== 'string' || room === '' || typeof name !== 'string')
    throw new Failure(`--link lets nobody into a room: ${HOW}`);
  if (typeof expiresAtMs === 'number' && expiresAtMs <= nowMs)
    throw new Failure(
      `--link has expired at ${new Date(expiresAtMs).toISOString()}: ask whoever gave it to you for another`,
    );
  return { token, room: printable(room), name };
}

function fieldsOf(payload: string): Fields | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
    return typeof value === 'object' && value !== null ? (value as Fields) : undefined;
  } catch {
    return undefined;
  }
}
