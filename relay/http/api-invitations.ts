import * as v from 'valibot';
import { hostView, type Invitation } from '../invitations';
import { isRoomId } from '../../wire/signal';
import { isRefusal, type Refusal } from '../ports/refusal';
import { DAY_MS } from '../ports/time-units';
import { exactly, roomId } from '../records/fields';
import { apiRoute, type ApiRoute } from './api';
import { mustLookAfter, ownOf, partyOf, type Caller } from './caller';
import { instantOrText, judgedLater, readBody } from './incoming';
import type { HttpResponse } from './messages';
import { jsonAnswer } from './outgoing';
import type { HttpPorts } from './ports';
import { badField, Refused } from './refusal';
import type { Incoming } from './routes';

const DEADLINE_MS = 7 * DAY_MS;

const newInvitation = exactly({
  room: roomId,
  host: judgedLater,
  hostName: judgedLater,
  guest: judgedLater,
  guestName: judgedLater,
  text: judgedLater,
  isPublic: v.optional(v.unknown(), false),
  startsAt: v.optional(instantOrText),
  deadline: v.optional(instantOrText),
});
const newNote = exactly({ text: judgedLater });

/** The outcome, unless it is a refusal. Throws `Refused`. */
export function accepted<T extends object>(outcome: T | Refusal): T {
  if (isRefusal(outcome)) throw new Refused(outcome);
  return outcome;
}

function view(invitation: Invitation): object {
  const { host, guest } = invitation;
  return { host, guest, ...hostView(invitation) };
}

/** The answer that shows an invitation to its host. */
export function invitationAnswer(status: number, invitation: Invitation): HttpResponse {
  return jsonAnswer(status, view(invitation));
}

/** The invitation that the address names. Throws `Refused` if the caller may not look after its room. */
export async function ownInvitation(
  { appointments }: HttpPorts,
  caller: Caller,
  { params }: Incoming<'id'>,
): Promise<Invitation> {
  return ownOf(caller, await appointments.invitation(params.id));
}

/** Invitations, for callers that look after their room. */
export function invitationRoutes(ports: HttpPorts): readonly ApiRoute[] {
  const { appointments, wallClock } = ports;
  /** A host that looks at its own invitation with its link has heard all news of it, so its speaker need not announce them. */
  const noteLook = async (caller: Caller, { id, host }: Invitation): Promise<void> => {
    if (caller.name === host) accepted(await appointments.hostHeard(id, host, 'all'));
  };

  const list = async (caller: Caller, { query }: Incoming): Promise<HttpResponse> => {
    const room = query.get('room') ?? (caller.kind === 'operator' ? '' : caller.link.room);
    if (!isRoomId(room)) throw badField('room', 'has to be given in the query, as ?room=lounge');
    mustLookAfter(caller, room);
    const invitations = await appointments.invitationsTo(room);
    for (const invitation of invitations) await noteLook(caller, invitation);
    return jsonAnswer(200, { invitations: invitations.map(view) });
  };

  const send = async (caller: Caller, { request }: Incoming): Promise<HttpResponse> => {
    const { host, hostName, startsAt, deadline, ...given } = readBody(request, newInvitation);
    mustLookAfter(caller, given.room);
    const draft = {
      ...{ room: given.room, guest: given.guest, guestName: given.guestName, text: given.text },
      isPublic: given.isPublic,
      // A caller with a link is the host.
      host: caller.kind === 'operator' ? host : caller.name,
      deadlineMs: deadline ?? wallClock.epochMs() + DEADLINE_MS,
      ...(hostName === undefined ? {} : { hostName }),
      ...(startsAt === undefined ? {} : { startsAtMs: startsAt }),
    };
    return invitationAnswer(201, accepted(await appointments.invite(draft, caller.name)));
  };

  const show = async (caller: Caller, incoming: Incoming<'id'>): Promise<HttpResponse> => {
    const invitation = await ownInvitation(ports, caller, incoming);
    await noteLook(caller, invitation);
    return invitationAnswer(200, invitation);
  };

  const withdraw = async (caller: Caller, incoming: Incoming<'id'>): Promise<HttpResponse> => {
    const { id, host } = await ownInvitation(ports, caller, incoming);
    const withdrawn = await appointments.apply(id, { kind: 'withdrawn', by: partyOf(host) }, caller.name);
    return invitationAnswer(200, accepted(withdrawn));
  };

  const note = async (caller: Caller, incoming: Incoming<'id'>): Promise<HttpResponse> => {
    const { id, host } = await ownInvitation(ports, caller, incoming);
    const { text } = readBody(incoming.request, newNote);
    const noted = await appointments.apply(id, { kind: 'noteAdded', by: partyOf(host), text }, caller.name);
    return invitationAnswer(201, accepted(noted));
  };

  return [
    apiRoute('GET', '/api/invitations', list),
    apiRoute('POST', '/api/invitations', send),
    apiRoute('GET', '/api/invitations/:id', show),
    apiRoute('POST', '/api/invitations/:id/withdraw', withdraw),
    apiRoute('POST', '/api/invitations/:id/notes', note),
  ];
}
