import type { Appointments, InvitationAct } from '../appointments';
import { delegateView, THE_RELAY, type Party, type SideView } from '../invitations';
import { LINK_REVOKED, type Link } from '../identity/link-token';
import { isRefusal, type Refusal } from '../ports/refusal';
import { DAY_MS } from '../ports/time-units';
import { delegatePage, isDelegateAct, CONSULTING_DAYS, type DelegateAct, type DelegatePageNews } from './delegate-page';
import { readForm } from './incoming';
import type { HttpResponse } from './messages';
import type { HttpPorts } from './ports';
import { pageAnswer, seeOther } from './outgoing';
import { badField, NOT_FOUND, Refused } from './refusal';
import { route, type Incoming, type Route } from './routes';

// The page of a delegate. To look at it marks the invitation as seen. A form of the page changes something and leads back to it.

function gone(refusal: Refusal): Refused {
  return new Refused(refusal, { status: 410 });
}

/** Reads the delegate link of a token. A forged token gets the same answer as an unknown address. */
function readDelegate({ identity, wallClock }: HttpPorts, token: string): Link & { readonly invitation: string } {
  const link = identity.links.read(token, wallClock.epochMs());
  if (isRefusal(link) && link.code !== 'sign-in-refused') throw gone(link);
  if (isRefusal(link) || link.kind !== 'delegate' || link.invitation === undefined) throw new Refused(NOT_FOUND);
  return { ...link, invitation: link.invitation };
}

async function viewFor(appointments: Appointments, link: Link & { readonly invitation: string }): Promise<SideView> {
  const invitation = await appointments.invitation(link.invitation);
  if (!invitation) throw new Refused(NOT_FOUND);
  const view = delegateView(invitation, link.id);
  if (!view) throw gone(LINK_REVOKED);
  return view;
}

/** The act that a form asks for. */
function actOf(act: DelegateAct, form: ReadonlyMap<string, string>, by: Party, nowMs: number): InvitationAct {
  // An empty field counts as one that is not there.
  const text = (name: string): string | undefined => form.get(name)?.trim() || undefined;
  switch (act) {
    case 'accept':
      return { kind: 'accepted', by };
    case 'decline': {
      const reason = text('reason');
      return { kind: 'declined', by, ...(reason === undefined ? {} : { reason }) };
    }
    case 'consult': {
      const days = CONSULTING_DAYS.find((known) => String(known) === form.get('days'));
      if (days === undefined) throw badField('days', `has to be one of ${CONSULTING_DAYS.join(', ')}`);
      const note = text('note');
      return { kind: 'consulted', by, deadlineMs: nowMs + days * DAY_MS, ...(note === undefined ? {} : { note }) };
    }
    case 'note':
      return { kind: 'noteAdded', by, text: form.get('text') };
    case 'statement':
      return { kind: 'statementPublished', by, text: form.get('text') };
    case 'retract':
      return { kind: 'statementRetracted', by };
  }
}

/** The routes of `/a/…`. `styleHash` is that of `pageAnswer`. */
export function delegateRoutes(ports: HttpPorts, styleHash: string): readonly Route[] {
  const { appointments, wallClock } = ports;
  const page = (status: number, view: SideView, news: DelegatePageNews): HttpResponse =>
    pageAnswer(status, delegatePage(view, wallClock.epochMs(), news), styleHash);

  const show = async ({ request, params, query }: Incoming<'token'>): Promise<HttpResponse> => {
    const link = readDelegate(ports, params.token);
    // The link is checked first, so that a revoked one changes nothing.
    await viewFor(appointments, link);
    if (request.method === 'GET') {
      await appointments.apply(link.invitation, { kind: 'seen', by: THE_RELAY });
    }
    const done = query.get('done');
    const news = isDelegateAct(done) ? { done, isHostTold: await appointments.hasHostHeard(link.invitation) } : {};
    return page(200, await viewFor(appointments, link), news);
  };

  const act = async ({ request, params }: Incoming<'token'>): Promise<HttpResponse> => {
    const link = readDelegate(ports, params.token);
    await viewFor(appointments, link);
    const form = readForm(request);
    const asked = form.get('do');
    if (!isDelegateAct(asked)) throw badField('do', 'is not a form of this page');
    const wanted = actOf(asked, form, { kind: 'delegate', id: link.id }, wallClock.epochMs());
    const outcome = await appointments.apply(link.invitation, wanted);
    if (!isRefusal(outcome)) return seeOther(`/a/${params.token}?done=${asked}`);
    const { status } = new Refused(outcome);
    const news = { problem: problemOf(outcome), act: asked, typed: form };
    return page(status, await viewFor(appointments, link), news);
  };

  return [route('GET', '/a/:token', show), route('POST', '/a/:token', act)];
}

const FIELDS: { readonly [field: string]: string } = {
  note: 'The note',
  reason: 'The reason',
  statement: 'The statement',
};

/** The message of a refusal, with the name that the page gives to the field. */
function problemOf({ message, field }: Refusal): string {
  const name = field === undefined ? undefined : FIELDS[field];
  return name !== undefined && field !== undefined && message.startsWith(`${field} `)
    ? `${name}${message.slice(field.length)}.`
    : message;
}
