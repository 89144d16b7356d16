import { hostView, type Invitation } from '../invitations';
import { isName, isRoomId } from '../../wire/signal';
import { isRefusal, type Refusal } from '../ports/refusal';
import { DAY_MS } from '../ports/time-units';
import type { ApiRoute } from './api';
import { mustLookAfter, ownOf, partyOf, type Caller } from './caller';
import { readInstant, readJson } from './incoming';
import type { HttpResponse } from './messages';
import type { HttpNeeds } from './needs';
import { jsonAnswer } from './outgoing';
import { badField, NOT_FOUND, Refused } from './refusal';
import type { Incoming } from './routes';

const DEADLINE_MS = 7 * DAY_MS;
/** A delegate's link outlives every deadline that can be asked for. */
const DELEGATE_LINK_FOR_MS = 366 * DAY_MS;

/** What was not refused. */
function good<T extends object>(outcome: T | Refusal): T {
  if (isRefusal(outcome)) throw new Refused(outcome);
  return outcome;
}

function shown(status: number, invitation: Invitation): HttpResponse {
  const { host, guest } = invitation;
  return jsonAnswer(status, { host, guest, ...hostView(invitation) });
}

/** Invitations, for whoever looks after their room. */
export function invitationRoutes(needs: HttpNeeds): readonly ApiRoute[] {
  const { appointments, wall } = needs;
  const { links } = needs.identity;
  const own = async (caller: Caller, { params }: Incoming): Promise<Invitation> =>
    ownOf(caller, await appointments.invitation(params.id));
  /** A host that looks at its own invitation by its link has heard of the answer, and needs no speaker for it. */
  const noteLook = async (caller: Caller, { id, host }: Invitation): Promise<void> => {
    if (caller.name === host) good(await appointments.hostHeard(id, host, 'all'));
  };

  const list = async (caller: Caller, { query }: Incoming): Promise<HttpResponse> => {
    const room = query.get('room') ?? (caller.kind === 'operator' ? '' : caller.link.room);
    if (!isRoomId(room)) throw badField('room', 'has to be given in the query, as ?room=lounge');
    mustLookAfter(caller, room);
    const all = await appointments.invitationsTo(room);
    for (const invitation of all) await noteLook(caller, invitation);
    const view = (invitation: Invitation): object => {
      const { host, guest } = invitation;
      return { host, guest, ...hostView(invitation) };
    };
    return jsonAnswer(200, { invitations: all.map(view) });
  };

  const send = async (caller: Caller, { request }: Incoming): Promise<HttpResponse> => {
    const fields = readJson(request);
    const { room, hostName, guest, guestName, text, isPublic = false } = fields;
    if (!isRoomId(room)) throw badField('room', 'has to be 1 to 40 small letters, digits and hyphens');
    mustLookAfter(caller, room);
    const startsAtMs = readInstant(fields, 'startsAt');
    const deadlineMs = readInstant(fields, 'deadline') ?? wall.epochMs() + DEADLINE_MS;
    // Who comes by a link is the host itself.
    const host = caller.kind === 'operator' ? fields.host : caller.name;
    const draft = { room, host, guest, guestName, text, isPublic, deadlineMs };
    const optional = {
      ...(hostName === undefined ? {} : { hostName }),
      ...(startsAtMs === undefined ? {} : { startsAtMs }),
    };
    return shown(201, good(await appointments.invite({ ...draft, ...optional }, caller.name)));
  };

  const view = async (caller: Caller, incoming: Incoming): Promise<HttpResponse> => {
    const invitation = await own(caller, incoming);
    await noteLook(caller, invitation);
    return shown(200, invitation);
  };

  const withdraw = async (caller: Caller, incoming: Incoming): Promise<HttpResponse> => {
    const { id, host } = await own(caller, incoming);
    return shown(200, good(await appointments.apply(id, { kind: 'withdrawn', by: partyOf(host) }, caller.name)));
  };

  const note = async (caller: Caller, incoming: Incoming): Promise<HttpResponse> => {
    const { id, host } = await own(caller, incoming);
    const { text } = readJson(incoming.request);
    const noted = await appointments.apply(id, { kind: 'noteAdded', by: partyOf(host), text }, caller.name);
    return shown(201, good(noted));
  };

  const grant = async (caller: Caller, incoming: Incoming): Promise<HttpResponse> => {
    const { id, host, room } = await own(caller, incoming);
    const { name = 'delegate' } = readJson(incoming.request);
    if (!isName(name)) throw badField('name', 'has to be 1 to 64 characters, none of them a control character');
    const expiresAtMs = wall.epochMs() + DELEGATE_LINK_FOR_MS;
    const made = links.make({ kind: 'delegate', room, invitation: id, name, expiresAtMs });
    if (!made) throw badField('name', 'makes the link too long: shorten it');
    const granted = { kind: 'linkGranted', by: partyOf(host), link: made.link.id } as const;
    good(await appointments.apply(id, granted, caller.name));
    return jsonAnswer(201, { id: made.link.id, path: `/a/${made.token}`, expiresAtMs });
  };

  const revoke = async (caller: Caller, incoming: Incoming): Promise<HttpResponse> => {
    const { id, host, links: given } = await own(caller, incoming);
    const link = given.find((known) => known.id === incoming.params.link);
    if (!link) throw new Refused(NOT_FOUND);
    // The operator stops those that the guest gave out, too.
    const by = caller.kind === 'operator' ? ({ kind: 'operator', id: 'operator' } as const) : partyOf(host);
    return shown(200, good(await appointments.apply(id, { kind: 'linkRevoked', by, link: link.id }, caller.name)));
  };

  return [
    { method: 'GET', path: '/api/invitations', answer: list },
    { method: 'POST', path: '/api/invitations', answer: send },
    { method: 'GET', path: '/api/invitations/:id', answer: view },
    { method: 'POST', path: '/api/invitations/:id/withdraw', answer: withdraw },
    { method: 'POST', path: '/api/invitations/:id/notes', answer: note },
    { method: 'POST', path: '/api/invitations/:id/links', answer: grant },
    { method: 'DELETE', path: '/api/invitations/:id/links/:link', answer: revoke },
  ];
}
