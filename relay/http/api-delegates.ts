import * as v from 'valibot';
import { DAY_MS } from '../ports/time-units';
import { newName, exactly } from '../records/fields';
import { apiRoute, type ApiRoute } from './api';
import { accepted, invitationAnswer, ownInvitation } from './api-invitations';
import { partyOf, type Caller } from './caller';
import { readBody } from './incoming';
import type { HttpResponse } from './messages';
import { jsonAnswer } from './outgoing';
import type { HttpPorts } from './ports';
import { badField, NOT_FOUND, Refused } from './refusal';
import type { Incoming } from './routes';

/** A delegate's link is valid for longer than every deadline. */
const DELEGATE_LINK_FOR_MS = 366 * DAY_MS;

const newLink = exactly({ name: v.optional(newName, 'delegate') });

/** Links with which a delegate answers an invitation. */
export function delegateLinkRoutes(ports: HttpPorts): readonly ApiRoute[] {
  const { appointments, wallClock } = ports;
  const { links } = ports.identity;

  const grant = async (caller: Caller, incoming: Incoming<'id'>): Promise<HttpResponse> => {
    const { id, host, room } = await ownInvitation(ports, caller, incoming);
    const { name } = readBody(incoming.request, newLink);
    const expiresAtMs = wallClock.epochMs() + DELEGATE_LINK_FOR_MS;
    const made = links.make({ kind: 'delegate', room, invitation: id, name, expiresAtMs });
    if (!made) throw badField('name', 'makes the link too long: shorten it');
    const granted = { kind: 'linkGranted', by: partyOf(host), link: made.link.id } as const;
    accepted(await appointments.apply(id, granted, caller.name));
    return jsonAnswer(201, { id: made.link.id, path: `/a/${made.token}`, expiresAtMs });
  };

  const revoke = async (caller: Caller, incoming: Incoming<'id' | 'link'>): Promise<HttpResponse> => {
    const { id, host, links: given } = await ownInvitation(ports, caller, incoming);
    const link = given.find((known) => known.id === incoming.params.link);
    if (!link) throw new Refused(NOT_FOUND);
    // The operator can also revoke links that the guest gave out.
    const by = caller.kind === 'operator' ? ({ kind: 'operator', id: 'operator' } as const) : partyOf(host);
    const revoked = await appointments.apply(id, { kind: 'linkRevoked', by, link: link.id }, caller.name);
    return invitationAnswer(200, accepted(revoked));
  };

  return [
    apiRoute('POST', '/api/invitations/:id/links', grant),
    apiRoute('DELETE', '/api/invitations/:id/links/:link', revoke),
  ];
}
