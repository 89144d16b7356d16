import type { Planned } from '../appointments';
import type { PlanDraft, ScheduledRoom } from '../calendar';
import { isPerson } from '../invitations';
import { isRefusal, refuse, type Refusal } from '../ports/refusal';
import { isRoomId } from '../../wire/signal';
import type { ApiRoute } from './api';
import { mustLookAfter, organiserOf, ownOf, type Caller } from './caller';
import { readJson, type Fields } from './incoming';
import type { HttpResponse } from './messages';
import type { HttpNeeds } from './needs';
import { jsonAnswer } from './outgoing';
import { badField, Refused } from './refusal';
import type { Incoming } from './routes';

const PLAN_FIELDS = [
  'title',
  'starts',
  'durationMinutes',
  'repeats',
  'times',
  'hosts',
  'coHosts',
  'kind',
  'policy',
] as const;

/** The fields of a plan that are given; they are checked where the plan is made. */
function planOf(fields: Fields): PlanDraft {
  const given = PLAN_FIELDS.filter((name) => fields[name] !== undefined);
  return Object.fromEntries(given.map((name) => [name, fields[name]]));
}

function shown(status: number, outcome: Planned | Refusal): HttpResponse {
  if (isRefusal(outcome)) throw new Refused(outcome);
  return jsonAnswer(status, { ...outcome.scheduled, notices: outcome.notices });
}

/** A moderator looks after who is in the room now; what is planned is for its hosts. */
function mustPlan(caller: Caller): void {
  if (caller.kind !== 'moderator') return;
  throw new Refused(refuse('not-allowed', 'Only hosts may do that.'));
}

/** Scheduled rooms, for whoever looks after them. */
export function scheduleRoutes(needs: HttpNeeds): readonly ApiRoute[] {
  const { appointments } = needs;
  const own = async (caller: Caller, { params }: Incoming): Promise<ScheduledRoom> =>
    ownOf(caller, await appointments.scheduled(params.id));

  const list = async (caller: Caller, { query }: Incoming): Promise<HttpResponse> => {
    const room = query.get('room') ?? (caller.kind === 'operator' ? '' : caller.link.room);
    if (!isRoomId(room)) throw badField('room', 'has to be given in the query, as ?room=lounge');
    mustLookAfter(caller, room);
    return jsonAnswer(200, { scheduled: await appointments.scheduledIn(room) });
  };

  const schedule = async (caller: Caller, { request }: Incoming): Promise<HttpResponse> => {
    mustPlan(caller);
    const fields = readJson(request);
    if (!isRoomId(fields.room)) throw badField('room', 'has to be 1 to 40 small letters, digits and hyphens');
    mustLookAfter(caller, fields.room);
    const hosts = caller.kind === 'operator' ? {} : { hosts: [caller.name] };
    const plan = { room: fields.room, ...hosts, ...planOf(fields) };
    return shown(201, await appointments.schedule(plan, caller.name));
  };

  const view = async (caller: Caller, incoming: Incoming): Promise<HttpResponse> =>
    jsonAnswer(200, await own(caller, incoming));

  const change = async (caller: Caller, incoming: Incoming): Promise<HttpResponse> => {
    mustPlan(caller);
    const { id } = await own(caller, incoming);
    const changes = planOf(readJson(incoming.request));
    return shown(200, await appointments.changeScheduled(id, organiserOf(caller), changes, caller.name));
  };

  const cancel = async (caller: Caller, incoming: Incoming): Promise<HttpResponse> => {
    mustPlan(caller);
    const { id } = await own(caller, incoming);
    return shown(200, await appointments.cancelScheduled(id, organiserOf(caller), caller.name));
  };

  const coming = async (caller: Caller, incoming: Incoming): Promise<HttpResponse> => {
    mustPlan(caller);
    const { id } = await own(caller, incoming);
    const { person, isComing = true } = readJson(incoming.request);
    if (!isPerson(person)) throw badField('person', 'has to be a person, such as d:1f3a');
    if (typeof isComing !== 'boolean') throw badField('isComing', 'has to be true or false');
    return shown(200, await appointments.saysItComes(id, person, isComing));
  };

  return [
    { method: 'GET', path: '/api/scheduled', answer: list },
    { method: 'POST', path: '/api/scheduled', answer: schedule },
    { method: 'GET', path: '/api/scheduled/:id', answer: view },
    { method: 'PATCH', path: '/api/scheduled/:id', answer: change },
    { method: 'DELETE', path: '/api/scheduled/:id', answer: cancel },
    { method: 'POST', path: '/api/scheduled/:id/coming', answer: coming },
  ];
}
