import * as v from 'valibot';
import { isRoomId } from '../../wire/signal';
import { BAD_DEVICE, NO_SUCH_DEVICE } from '../identity/device-record';
import { isRefusal } from '../ports/refusal';
import { exactly } from '../records/fields';
import { apiRoute, type ApiRoute } from './api';
import { mustBeOperator, type Caller } from './caller';
import { readBody } from './incoming';
import type { HttpResponse } from './messages';
import { jsonAnswer } from './outgoing';
import type { HttpPorts } from './ports';
import { Refused } from './refusal';
import type { Incoming } from './routes';

const text = v.string('has to be a text');
const newDevice = exactly({ id: text, name: v.optional(text) });

/** Devices and their keys, for the operator. A key is in the answer that makes it, and nowhere else. */
export function deviceRoutes(ports: HttpPorts): readonly ApiRoute[] {
  const { wallClock } = ports;
  const { devices, audit } = ports.identity;
  // The entry is written first, so that nothing happens that is not in the log.
  const note = (caller: Caller, action: string, to: string): Promise<void> =>
    audit.write({ atMs: wallClock.epochMs(), by: caller.name, action, to });

  const list = async (caller: Caller): Promise<HttpResponse> => {
    mustBeOperator(caller);
    return jsonAnswer(200, { devices: devices.list() });
  };

  const add = async (caller: Caller, { request }: Incoming): Promise<HttpResponse> => {
    mustBeOperator(caller);
    const { id, name = id } = readBody(request, newDevice);
    // The log takes nothing but an id.
    if (!isRoomId(id)) throw new Refused(BAD_DEVICE);
    await note(caller, 'device add', id);
    const made = await devices.add(id, name, wallClock.epochMs());
    if (isRefusal(made)) throw new Refused(made);
    return jsonAnswer(201, { id, name, key: made.key });
  };

  const mustBeDevice = (id: string): void => {
    if (!devices.find(id, wallClock.epochMs())) throw new Refused(NO_SUCH_DEVICE);
  };

  const rotate = async (caller: Caller, { params }: Incoming<'id'>): Promise<HttpResponse> => {
    mustBeOperator(caller);
    mustBeDevice(params.id);
    await note(caller, 'device rotate', params.id);
    const made = await devices.replaceKey(params.id, wallClock.epochMs());
    if (isRefusal(made)) throw new Refused(made);
    return jsonAnswer(200, { id: params.id, key: made.key });
  };

  const revoke = async (caller: Caller, { params }: Incoming<'id'>): Promise<HttpResponse> => {
    mustBeOperator(caller);
    mustBeDevice(params.id);
    await note(caller, 'device revoke', params.id);
    const revoking = devices.revoke(params.id, wallClock.epochMs());
    // The device is refused from now on, even if the store fails.
    ports.onDeviceRevoked(params.id);
    const refusal = await revoking;
    if (refusal) throw new Refused(refusal);
    return jsonAnswer(200, { id: params.id, revoked: true });
  };

  return [
    apiRoute('GET', '/api/devices', list),
    apiRoute('POST', '/api/devices', add),
    apiRoute('POST', '/api/devices/:id/rotate', rotate),
    apiRoute('DELETE', '/api/devices/:id', revoke),
  ];
}
