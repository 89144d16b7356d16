import * as v from 'valibot';
import type { Planned } from '../appointments';
import type { PlanDraft, ScheduledRoom } from '../calendar';
import { isRefusal, refuse, type Refusal } from '../ports/refusal';
import { isRoomId } from '../../wire/signal';
import { exactly, flag, person, roomId, type FieldsOf } from '../records/fields';
import { apiRoute, type ApiRoute } from './api';
import { mustLookAfter, organiserOf, ownOf, type Caller } from './caller';
import { judgedLater, readBody } from './incoming';
import type { HttpResponse } from './messages';
import type { HttpPorts } from './ports';
import { jsonAnswer } from './outgoing';
import { badField, Refused } from './refusal';
import type { Incoming } from './routes';

/** The fields of a plan. The calendar checks them. */
const planFields = {
  title: judgedLater,
  starts: judgedLater,
  durationMinutes: judgedLater,
  repeats: judgedLater,
  times: judgedLater,
  hosts: judgedLater,
  coHosts: judgedLater,
  kind: judgedLater,
  policy: judgedLater,
} satisfies FieldsOf<PlanDraft>;
const newPlan = exactly({ room: roomId, ...planFields });
const planChanges = exactly(planFields);
const comer = exactly({ person, isComing: v.optional(flag, true) });

function shown(status: number, outcome: Planned | Refusal): HttpResponse {
  if (isRefusal(outcome)) throw new Refused(outcome);
  return jsonAnswer(status, { ...outcome.scheduled, notices: outcome.notices });
}

/** Throws `Refused` for a moderator: only hosts may plan. */
function mustPlan(caller: Caller): void {
  if (caller.kind !== 'moderator') return;
  throw new Refused(refuse('not-allowed', 'Only hosts may do that.'));
}

/** Scheduled rooms, for callers that look after the room. */
export function scheduleRoutes(ports: HttpPorts): readonly ApiRoute[] {
  const { appointments } = ports;
  const own = async (caller: Caller, { params }: Incoming<'id'>): Promise<ScheduledRoom> =>
    ownOf(caller, await appointments.scheduled(params.id));

  const list = async (caller: Caller, { query }: Incoming): Promise<HttpResponse> => {
    const room = query.get('room') ?? (caller.kind === 'operator' ? '' : caller.link.room);
    if (!isRoomId(room)) throw badField('room', 'has to be given in the query, as ?room=lounge');
    mustLookAfter(caller, room);
    return jsonAnswer(200, { scheduled: await appointments.scheduledIn(room) });
  };

  const schedule = async (caller: Caller, { request }: Incoming): Promise<HttpResponse> => {
    mustPlan(caller);
    const plan = readBody(request, newPlan);
    mustLookAfter(caller, plan.room);
    const hosts = caller.kind === 'operator' ? {} : { hosts: [caller.name] };
    return shown(201, await appointments.schedule({ ...hosts, ...plan }, caller.name));
  };

  const view = async (caller: Caller, incoming: Incoming<'id'>): Promise<HttpResponse> =>
    jsonAnswer(200, await own(caller, incoming));

  const change = async (caller: Caller, incoming: Incoming<'id'>): Promise<HttpResponse> => {
    mustPlan(caller);
    const { id } = await own(caller, incoming);
    const changes = readBody(incoming.request, planChanges);
    return shown(200, await appointments.changeScheduled(id, organiserOf(caller), changes, caller.name));
  };

  const cancel = async (caller: Caller, incoming: Incoming<'id'>): Promise<HttpResponse> => {
    mustPlan(caller);
    const { id } = await own(caller, incoming);
    return shown(200, await appointments.cancelScheduled(id, organiserOf(caller), caller.name));
  };

  const coming = async (caller: Caller, incoming: Incoming<'id'>): Promise<HttpResponse> => {
    mustPlan(caller);
    const { id } = await own(caller, incoming);
    const { person: who, isComing } = readBody(incoming.request, comer);
    return shown(200, await appointments.saysItComes(id, who, isComing));
  };

  return [
    apiRoute('GET', '/api/scheduled', list),
    apiRoute('POST', '/api/scheduled', schedule),
    apiRoute('GET', '/api/scheduled/:id', view),
    apiRoute('PATCH', '/api/scheduled/:id', change),
    apiRoute('DELETE', '/api/scheduled/:id', cancel),
    apiRoute('POST', '/api/scheduled/:id/coming', coming),
  ];
}
