import * as v from 'valibot';
import { isRoomId } from '../../wire/signal';
import { ROOM_LINK_FOR_MS, type Link } from '../identity/link-token';
import { HOUR_MS } from '../ports/time-units';
import { newName, exactly, oneOf, person, whole } from '../records/fields';
import { apiRoute, type ApiRoute } from './api';
import { mustBeOperator, mustLookAfter, type Caller } from './caller';
import { readBody } from './incoming';
import type { HttpResponse } from './messages';
import { jsonAnswer } from './outgoing';
import type { HttpPorts } from './ports';
import { badField, NOT_FOUND, Refused } from './refusal';
import type { Incoming } from './routes';

/** No link is valid for longer than a year. */
const HOURS_MAX = 366 * 24;

const newLink = exactly({
  kind: v.optional(oneOf(['room', 'host', 'moderator']), 'room'),
  role: v.optional(oneOf(['audience', 'stage'])),
  hours: v.optional(whole(1, HOURS_MAX), ROOM_LINK_FOR_MS / HOUR_MS),
  name: newName,
});
const newFeed = exactly({
  person,
  hours: v.optional(whole(1, HOURS_MAX), HOURS_MAX),
  name: v.optional(newName, 'Stagebox'),
});

/** Links for people on the web, and for calendars of people. */
export function linkRoutes(ports: HttpPorts): readonly ApiRoute[] {
  const { wallClock } = ports;
  const { links, audit } = ports.identity;

  const give = async (caller: Caller, link: Omit<Link, 'id'>, path?: string): Promise<HttpResponse> => {
    const made = links.make(link);
    if (!made) throw badField('name', 'makes the link too long: shorten it');
    const { id, room, kind } = made.link;
    const about = room === '' ? {} : { room };
    await audit.write({ atMs: wallClock.epochMs(), by: caller.name, action: `link make ${kind}`, ...about, to: id });
    const address = path === undefined ? {} : { path: `${path}${made.token}.ics` };
    return jsonAnswer(201, { ...made.link, token: made.token, ...address });
  };

  const makeLink = async (caller: Caller, { request, params }: Incoming<'room'>): Promise<HttpResponse> => {
    const { room } = params;
    if (!isRoomId(room)) throw new Refused(NOT_FOUND);
    mustLookAfter(caller, room);
    const { kind, hours, name, role = kind === 'room' ? 'audience' : 'stage' } = readBody(request, newLink);
    // Hosts and moderators let people in. Only the operator makes hosts and moderators.
    if (kind !== 'room') mustBeOperator(caller);
    return give(caller, { kind, room, role, name, expiresAtMs: wallClock.epochMs() + hours * HOUR_MS });
  };

  const makeFeed = async (caller: Caller, { request }: Incoming): Promise<HttpResponse> => {
    mustBeOperator(caller);
    const { hours, ...feed } = readBody(request, newFeed);
    const expiresAtMs = wallClock.epochMs() + hours * HOUR_MS;
    return give(caller, { kind: 'feed', room: '', ...feed, expiresAtMs }, '/calendar/of/');
  };

  const revoke = async (caller: Caller, { params }: Incoming<'id'>): Promise<HttpResponse> => {
    mustBeOperator(caller);
    const { id } = params;
    if (!isRoomId(id)) throw new Refused(NOT_FOUND);
    const nowMs = wallClock.epochMs();
    await audit.write({ atMs: nowMs, by: caller.name, action: 'link revoke', to: id });
    const revoking = links.revoke({ id, expiresAtMs: nowMs + HOURS_MAX * HOUR_MS });
    // The link is refused from now on, even if the store fails.
    ports.onLinkRevoked(id);
    await revoking;
    return jsonAnswer(200, { id, revoked: true });
  };

  return [
    apiRoute('POST', '/api/rooms/:room/links', makeLink),
    apiRoute('DELETE', '/api/links/:id', revoke),
    apiRoute('POST', '/api/feeds', makeFeed),
  ];
}
