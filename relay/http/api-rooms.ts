import { AUDIT_LIST_MAX } from '../identity/audit-log';
import { apiRoute, type ApiRoute } from './api';
import { mustBeOperator, mustLookAfter, type Caller } from './caller';
import type { HttpResponse } from './messages';
import { jsonAnswer } from './outgoing';
import type { HttpPorts } from './ports';
import { badField, NOT_FOUND, Refused } from './refusal';
import type { Incoming } from './routes';

/** The number of entries of the audit log in an answer, unless the query gives another. */
const AUDIT_ENTRIES = 100;

/** Who is in a room, and the audit log. */
export function roomRoutes({ rooms, identity }: HttpPorts): readonly ApiRoute[] {
  const view = async (caller: Caller, { params }: Incoming<'room'>): Promise<HttpResponse> => {
    mustLookAfter(caller, params.room);
    const room = rooms.viewOf(params.room);
    if (!room) throw new Refused(NOT_FOUND);
    return jsonAnswer(200, { room: params.room, ...room });
  };

  const listAudit = async (caller: Caller, { query }: Incoming): Promise<HttpResponse> => {
    mustBeOperator(caller);
    const limit = Number(query.get('limit') ?? AUDIT_ENTRIES);
    if (!Number.isInteger(limit) || limit < 1 || limit > AUDIT_LIST_MAX) {
      throw badField('limit', `has to be a whole number from 1 to ${AUDIT_LIST_MAX}`);
    }
    return jsonAnswer(200, { audit: await identity.audit.latest(limit) });
  };

  return [apiRoute('GET', '/api/rooms/:room', view), apiRoute('GET', '/api/audit', listAudit)];
}
