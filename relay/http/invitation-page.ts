import type { PublicView } from '../invitations';
import { facts, instant, layout, named, quoted } from './layout';
import { markup, type Markup } from './markup';

/** The class of the dot for each state, and the text beside it. */
const STATES: { readonly [state in PublicView['state']]: readonly [kind: string, text: string] } = {
  sent: ['waiting', 'Sent, no answer yet'],
  delivered: ['waiting', 'Delivered, no answer yet'],
  seen: ['waiting', 'Seen, no answer yet'],
  consulting: ['consulting', 'They are thinking it over'],
  accepted: ['accepted', 'Accepted'],
  declined: ['declined', 'Declined'],
  lapsed: ['lapsed', 'Nobody answered in time'],
  withdrawn: ['withdrawn', 'Withdrawn'],
};

/** The part that all pages of an invitation have: the people, the state and the texts. */
export function invitationHead(view: PublicView, nowMs: number): Markup {
  const { hostName, guestName, room, text, state, startsAtMs, deadlineMs, sentAtMs, endedAtMs, statement } = view;
  const [kind, stateText] = STATES[state];
  const isOpen = endedAtMs === undefined;
  const title = hostName === undefined ? markup`Invitation to ` : markup`${named(hostName)} invites `;
  return markup`
    <h1>${title}${named(guestName)}</h1>
    <p class="state ${kind}" role="status"><i></i>${stateText}</p>
    ${quoted(text, 'invitation')}
    ${statement !== undefined && markup`<h2>Their statement</h2>${quoted(statement)}`}
    ${facts([
      ['Room', room],
      ['Begins', startsAtMs === undefined ? undefined : instant(startsAtMs, nowMs)],
      ['Answer by', isOpen ? instant(deadlineMs, nowMs) : undefined],
      ['Ended', endedAtMs === undefined ? undefined : instant(endedAtMs, nowMs)],
      ['Sent', instant(sentAtMs, nowMs)],
    ])}
  `;
}

/** The title of the page. Names have no line breaks. */
export function invitationTitle({ hostName, guestName }: PublicView): string {
  return hostName === undefined ? `Invitation to ${guestName}` : `${hostName} invites ${guestName}`;
}

/** The public page of an invitation. */
export function publicPage(view: PublicView, nowMs: number): string {
  return layout(invitationTitle(view), invitationHead(view, nowMs));
}
