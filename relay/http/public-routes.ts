import { isRoomId } from '../../wire/signal';
import { isRefusal } from '../ports/refusal';
import { publicView } from '../invitations';
import { publicPage } from './invitation-page';
import { plainPage } from './layout';
import type { HttpResponse } from './messages';
import type { HttpPorts } from './ports';
import { calendarAnswer, pageAnswer } from './outgoing';
import { NOT_FOUND, Refused } from './refusal';
import { route, type Incoming, type Route } from './routes';

const ICS = '.ics';

function withoutIcs(name: string): string {
  if (!name.endsWith(ICS)) throw new Refused(NOT_FOUND);
  return name.slice(0, -ICS.length);
}

/** The public pages and calendars, and the calendars of people, which need a link. */
export function publicRoutes(ports: HttpPorts, styleHash: string): readonly Route[] {
  const { appointments, identity, wallClock, calendarFeed } = ports;

  const invitation = async ({ params }: Incoming<'id'>): Promise<HttpResponse> => {
    const view = publicView(await appointments.invitation(params.id));
    if (!view) throw new Refused(NOT_FOUND);
    return pageAnswer(200, publicPage(view, wallClock.epochMs()), styleHash);
  };

  const roomFeed = async ({ params }: Incoming<'room'>): Promise<HttpResponse> => {
    const room = withoutIcs(params.room);
    if (!isRoomId(room)) throw new Refused(NOT_FOUND);
    // A closed room has the calendar of a room for which nothing is planned, so strangers learn nothing about it.
    const open = (await appointments.scheduledIn(room)).filter(({ plan }) => plan.kind === 'open');
    return calendarAnswer(calendarFeed(open, wallClock.epochMs(), { name: room }));
  };

  const personFeed = async ({ params }: Incoming<'token'>): Promise<HttpResponse> => {
    const link = identity.links.read(withoutIcs(params.token), wallClock.epochMs());
    if (isRefusal(link) || link.kind !== 'feed' || link.person === undefined) throw new Refused(NOT_FOUND);
    const rooms = await appointments.scheduledFor(link.person);
    return calendarAnswer(calendarFeed(rooms, wallClock.epochMs(), { name: link.name }));
  };

  const home = (): HttpResponse =>
    pageAnswer(
      200,
      plainPage('A Stagebox relay', 'You enter rooms with a speaker. Every invitation has a link of its own.'),
      styleHash,
    );

  return [
    route('GET', '/', home),
    route('GET', '/i/:id', invitation),
    route('GET', '/calendar/:room', roomFeed),
    route('GET', '/calendar/of/:token', personFeed),
  ];
}
