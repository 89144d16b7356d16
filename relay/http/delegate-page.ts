import { INVITATION_LIMITS, type NoteView, type SideView } from '../invitations';
import { DAY_MS } from '../ports/time-units';
import { invitationHead, invitationTitle } from './invitation-page';
import { layout, quoted } from './layout';
import { markup, type Markup } from './markup';
import { fromNow, inUtc, isoOf } from './times';

/** The numbers of days for which a delegate can ask. */
export const CONSULTING_DAYS = [1, 2, 3, 5, 7, 14, 21, 30] as const;
const USUAL_DAYS = 2;

/** What the forms of the page do. */
export const DELEGATE_ACTS = ['accept', 'consult', 'decline', 'note', 'statement', 'retract'] as const;
export type DelegateAct = (typeof DELEGATE_ACTS)[number];

type Done = { readonly told: string; readonly untold: string };

/** What the page says after an act: if the host has heard of it, and if not. */
const DONE: { readonly [act in DelegateAct]: Done } = {
  accept: {
    told: 'Thank you. The host has been told that you accept.',
    untold: 'Thank you. The host will be told that you accept as soon as their speaker is on.',
  },
  consult: {
    told: 'Thank you. The host has been told that you need time, and the seat stays reserved.',
    untold:
      'Thank you. The seat stays reserved. The host will be told that you need time as soon as their speaker is on.',
  },
  decline: {
    told: 'Thank you. The host has been told that you decline.',
    untold: 'Thank you. The host will be told that you decline as soon as their speaker is on.',
  },
  note: {
    told: 'The host has been told of your note.',
    untold: 'Your note is stored. The host will be told of it as soon as their speaker is on.',
  },
  statement: always('Your statement is on the public page.'),
  retract: always('Your statement has been taken off the public page.'),
};

function always(text: string): Done {
  return { told: text, untold: text };
}

/** Whether the text names an act. */
export function isDelegateAct(text: string | null | undefined): text is DelegateAct {
  return DELEGATE_ACTS.some((act) => act === text);
}

/** What the page shows besides the invitation: that an act is done, or what went wrong and what was typed. */
export type DelegatePageNews = {
  readonly done?: DelegateAct;
  /** Whether the host has heard of everything that the guest's side did. */
  readonly isHostTold?: boolean;
  readonly problem?: string;
  readonly act?: DelegateAct;
  readonly typed?: ReadonlyMap<string, string>;
};

const SETTLED: { readonly [state: string]: string } = {
  accepted: 'This invitation has been accepted. You can still leave notes for the host.',
  declined: 'This invitation has been declined. Nothing more is needed.',
  lapsed: 'Nobody answered in time, so this invitation has lapsed.',
  withdrawn: 'The host has withdrawn this invitation.',
};

/** The page on which a delegate answers for the guest. */
export function delegatePage(view: SideView, nowMs: number, news: DelegatePageNews): string {
  const { done, isHostTold = false, problem } = news;
  const doneText = done && DONE[done][isHostTold ? 'told' : 'untold'];
  return layout(
    invitationTitle(view),
    markup`
      ${doneText !== undefined && markup`<p class="notice" role="status">${doneText}</p>`}
      ${problem !== undefined && markup`<p class="problem" role="alert">${problem}</p>`}
      ${invitationHead(view, nowMs)}
      ${notes(view.notes, nowMs)}
      ${view.isOpen ? answers(view, nowMs, news) : settled(view)}
      ${(view.isOpen || view.state === 'accepted') && noteForm(news)}
      ${view.isPublic && statementForms(view, news)}
    `,
  );
}

function settled({ state, reason }: SideView): Markup {
  return markup`
    <p class="notice">${SETTLED[state]}</p>
    ${reason !== undefined && markup`<h2>The reason that was given</h2>${quoted(reason)}`}
  `;
}

function form(act: DelegateAct, content: Markup): Markup {
  return markup`<form method="post" accept-charset="utf-8"><input type="hidden" name="do" value="${act}">${content}</form>`;
}

function textArea(act: DelegateAct, name: string, label: string, most: number, news: DelegatePageNews): Markup {
  const id = `${act}-${name}`;
  const typed = news.act === act ? news.typed?.get(name) : undefined;
  // HTML drops a line break right after the tag. Without this one, a text that begins with a line break would lose it.
  return markup`
    <label for="${id}">${label}</label>
    <textarea id="${id}" name="${name}" dir="auto" maxlength="${most}" rows="3">${'\n'}${typed}</textarea>
  `;
}

function foldable(title: string, isOpen: boolean, content: Markup): Markup {
  const head = markup`<summary>${title}</summary>${content}`;
  return isOpen ? markup`<details open>${head}</details>` : markup`<details>${head}</details>`;
}

function answers(view: SideView, nowMs: number, news: DelegatePageNews): Markup {
  const { noteBytes, reasonBytes } = INVITATION_LIMITS;
  const chosen = (news.act === 'consult' && news.typed?.get('days')) || String(USUAL_DAYS);
  const options = CONSULTING_DAYS.map((days) => {
    const label = `${days === 1 ? '1 day' : `${days} days`} – ${inUtc(nowMs + days * DAY_MS)}`;
    return String(days) === chosen
      ? markup`<option value="${days}" selected>${label}</option>`
      : markup`<option value="${days}">${label}</option>`;
  });
  return markup`
    <h2>Your answer</h2>
    <p class="hint">You answer for ${markup`<bdi>${view.guestName}</bdi>`}. The first final answer counts, whoever gives it.</p>
    ${form('accept', markup`<button class="main">Accept</button>`)}
    ${foldable(
      'We need time',
      news.act === 'consult' || news.act === 'accept',
      form(
        'consult',
        markup`
          <label for="days">You will hear from us within</label>
          <select id="days" name="days">${options}</select>
          ${textArea('consult', 'note', 'A note to the host (not public)', noteBytes, news)}
          <button>Ask for time</button>
        `,
      ),
    )}
    ${foldable(
      'Decline',
      news.act === 'decline',
      form(
        'decline',
        markup`
          ${textArea('decline', 'reason', 'A reason for the host (optional)', reasonBytes, news)}
          <button>Decline</button>
        `,
      ),
    )}
  `;
}

function noteForm(news: DelegatePageNews): Markup {
  const area = textArea('note', 'text', 'Only the two sides see it', INVITATION_LIMITS.noteBytes, news);
  return foldable('Leave a note', news.act === 'note', form('note', markup`${area}<button>Leave the note</button>`));
}

function statementForms({ statement }: SideView, news: DelegatePageNews): Markup {
  const label = 'Everybody can read it on the public page';
  const area = textArea('statement', 'text', label, INVITATION_LIMITS.statementBytes, news);
  const title = statement === undefined ? 'Publish a statement' : 'Change the statement';
  const publish = form('statement', markup`${area}<button>Publish</button>`);
  const retract = statement !== undefined && form('retract', markup`<button>Take it off the page</button>`);
  return foldable(title, news.act === 'statement', markup`${publish}${retract}`);
}

function notes(all: readonly NoteView[], nowMs: number): Markup | undefined {
  if (all.length === 0) return undefined;
  return markup`
    <h2>Notes</h2>
    <ol class="notes card">
    ${all.map(
      ({ by, text, atMs }) => markup`
        <li>
        <small>${by === 'host' ? 'The host' : 'The guest’s side'} · <time datetime="${isoOf(atMs)}">${fromNow(atMs, nowMs)}</time></small>
        <p dir="auto">${text}</p>
        </li>
      `,
    )}
    </ol>
  `;
}
