import { isName, isRoomId } from '../../wire/signal';
import { AUDIT_LIST_MAX } from '../identity/audit-log';
import { ROOM_LINK_FOR_MS, type Link } from '../identity/link-token';
import { isPerson } from '../invitations';
import { HOUR_MS } from '../ports/time-units';
import type { ApiRoute } from './api';
import { mustBeOperator, mustLookAfter, type Caller } from './caller';
import { readJson, type Fields } from './incoming';
import type { HttpResponse } from './messages';
import type { HttpNeeds } from './needs';
import { jsonAnswer } from './outgoing';
import { badField, NOT_FOUND, Refused } from './refusal';
import type { Incoming } from './routes';

/** Nothing that is given out here is good for longer than a year. */
const HOURS_MAX = 366 * 24;
const AUDIT_USUAL = 100;

function hoursOf(fields: Fields, otherwise: number): number {
  const { hours = otherwise } = fields;
  if (Number.isInteger(hours) && (hours as number) >= 1 && (hours as number) <= HOURS_MAX) return hours as number;
  throw badField('hours', `has to be a whole number from 1 to ${HOURS_MAX}`);
}

function nameOf(name: unknown): string {
  if (isName(name)) return name;
  throw badField('name', 'has to be 1 to 64 characters, none of them a control character');
}

/** Rooms, links for people on the web, and the audit log. */
export function roomRoutes(needs: HttpNeeds): readonly ApiRoute[] {
  const { rooms, wall } = needs;
  const { links, audit } = needs.identity;

  const view = async (caller: Caller, { params }: Incoming): Promise<HttpResponse> => {
    mustLookAfter(caller, params.room);
    const room = rooms.viewOf(params.room);
    if (!room) throw new Refused(NOT_FOUND);
    return jsonAnswer(200, { room: params.room, ...room });
  };

  const give = async (caller: Caller, link: Omit<Link, 'id'>, path: string): Promise<HttpResponse> => {
    const made = links.make(link);
    if (!made) throw badField('name', 'makes the link too long: shorten it');
    const { id, room, kind } = made.link;
    const about = room === '' ? {} : { room };
    await audit.write({ atMs: wall.epochMs(), by: caller.name, action: `link make ${kind}`, ...about, to: id });
    return jsonAnswer(201, {
      ...made.link,
      token: made.token,
      ...(path === '' ? {} : { path: path + made.token + '.ics' }),
    });
  };

  const makeLink = async (caller: Caller, { request, params }: Incoming): Promise<HttpResponse> => {
    const { room } = params;
    if (!isRoomId(room)) throw new Refused(NOT_FOUND);
    mustLookAfter(caller, room);
    const fields = readJson(request);
    const { kind = 'room', role = kind === 'room' ? 'audience' : 'stage' } = fields;
    if (kind !== 'room' && kind !== 'host' && kind !== 'moderator')
      throw badField('kind', 'has to be room, host or moderator');
    if (role !== 'audience' && role !== 'stage') throw badField('role', 'has to be audience or stage');
    // Who looks after a room lets people in; whom it is entrusted to is for the operator to say.
    if (kind !== 'room') mustBeOperator(caller);
    const expiresAtMs = wall.epochMs() + hoursOf(fields, ROOM_LINK_FOR_MS / HOUR_MS) * HOUR_MS;
    return give(caller, { kind, room, role, name: nameOf(fields.name), expiresAtMs }, '');
  };

  const makeFeed = async (caller: Caller, { request }: Incoming): Promise<HttpResponse> => {
    mustBeOperator(caller);
    const fields = readJson(request);
    const { person, name = 'Stagebox' } = fields;
    if (!isPerson(person)) throw badField('person', 'has to be a person, such as d:1f3a');
    const expiresAtMs = wall.epochMs() + hoursOf(fields, HOURS_MAX) * HOUR_MS;
    return give(caller, { kind: 'feed', room: '', person, name: nameOf(name), expiresAtMs }, '/calendar/of/');
  };

  const revokeLink = async (caller: Caller, { params }: Incoming): Promise<HttpResponse> => {
    mustBeOperator(caller);
    const { id } = params;
    if (!isRoomId(id)) throw new Refused(NOT_FOUND);
    const nowMs = wall.epochMs();
    await audit.write({ atMs: nowMs, by: caller.name, action: 'link revoke', to: id });
    const revoking = links.revoke({ id, expiresAtMs: nowMs + HOURS_MAX * HOUR_MS });
    // It is refused from now on, whatever becomes of the store.
    needs.onLinkRevoked(id);
    await revoking;
    return jsonAnswer(200, { id, revoked: true });
  };

  const listAudit = async (caller: Caller, { query }: Incoming): Promise<HttpResponse> => {
    mustBeOperator(caller);
    const limit = Number(query.get('limit') ?? AUDIT_USUAL);
    if (!Number.isInteger(limit) || limit < 1 || limit > AUDIT_LIST_MAX) {
      throw badField('limit', `has to be a whole number from 1 to ${AUDIT_LIST_MAX}`);
    }
    return jsonAnswer(200, { audit: await audit.latest(limit) });
  };

  return [
    { method: 'GET', path: '/api/rooms/:room', answer: view },
    { method: 'POST', path: '/api/rooms/:room/links', answer: makeLink },
    { method: 'DELETE', path: '/api/links/:id', answer: revokeLink },
    { method: 'POST', path: '/api/feeds', answer: makeFeed },
    { method: 'GET', path: '/api/audit', answer: listAudit },
  ];
}
