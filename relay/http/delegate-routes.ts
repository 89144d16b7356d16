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

// The page of a delegate. Looking at it changes nothing but that it has been seen; a form changes something and leads back.

function gone(refusal: Refusal): Refused {
  return new Refused(refusal, { status: 410 });
}

/** The delegate link of a token. A forged one is told no more than an address that there is not. */
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

/** What a form asks for. */
function actOf(act: DelegateAct, form: ReadonlyMap<string, string>, by: Party, nowMs: number): InvitationAct {
  // A field that was left empty is one that was not filled in.
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

/** The routes of `/a/…`. `styleHash` as `pageAnswer` has it. */
export function delegateRoutes(ports: HttpPorts, styleHash: string): readonly Route[] {
  const { appointments, wallClock } = ports;
  const page = (status: number, view: SideView, news: DelegatePageNews): HttpResponse =>
    pageAnswer(status, delegatePage(view, wallClock.epochMs(), news), styleHash);

  const show = async ({ request, params, query }: Incoming<'token'>): Promise<HttpResponse> => {
    const link = readDelegate(ports, params.token);
    // First whether the link still works, so that a revoked one changes nothing.
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
    const told = actOf(asked, form, { kind: 'delegate', id: link.id }, wallClock.epochMs());
    const outcome = await appointments.apply(link.invitation, told);
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

/** The message of a refusal, with the field as the page calls it. */
function problemOf({ message, field }: Refusal): string {
  const name = field === undefined ? undefined : FIELDS[field];
  return name !== undefined && field !== undefined && message.startsWith(`${field} `)
    ? `${name}${message.slice(field.length)}.`
    : message;
}
