import { isRoomId } from '../../wire/signal';
import { NO_SUCH_DEVICE, BAD_DEVICE } from '../identity/device-record';
import { isRefusal } from '../ports/refusal';
import { mustBeOperator, type Caller } from './caller';
import { readJson } from './incoming';
import type { HttpResponse } from './messages';
import type { HttpNeeds } from './needs';
import { jsonAnswer } from './outgoing';
import { badField, Refused } from './refusal';
import type { Incoming } from './routes';
import type { ApiRoute } from './api';

/** Devices and their keys. A key is told once, in the answer that makes it. */
export function deviceRoutes(needs: HttpNeeds): readonly ApiRoute[] {
  const { wall } = needs;
  const { devices, audit } = needs.identity;
  // What is asked for is noted first, so that nothing happens that is not in the log.
  const note = (caller: Caller, action: string, to: string): Promise<void> =>
    audit.write({ atMs: wall.epochMs(), by: caller.name, action, to });

  const list = async (): Promise<HttpResponse> => jsonAnswer(200, { devices: devices.list() });

  const add = async (caller: Caller, { request }: Incoming): Promise<HttpResponse> => {
    const { id, name = id } = readJson(request);
    if (typeof id !== 'string') throw badField('id', 'has to be a text');
    if (typeof name !== 'string') throw badField('name', 'has to be a text');
    // What goes into the log is an id.
    if (!isRoomId(id)) throw new Refused(BAD_DEVICE);
    await note(caller, 'device add', id);
    const made = await devices.add(id, name, wall.epochMs());
    if (isRefusal(made)) throw new Refused(made);
    return jsonAnswer(201, { id, name, key: made.key });
  };

  const mustBeDevice = (id: string): void => {
    if (!devices.find(id, wall.epochMs())) throw new Refused(NO_SUCH_DEVICE);
  };

  const rotate = async (caller: Caller, { params }: Incoming): Promise<HttpResponse> => {
    mustBeDevice(params.id);
    await note(caller, 'device rotate', params.id);
    const made = await devices.replaceKey(params.id, wall.epochMs());
    if (isRefusal(made)) throw new Refused(made);
    return jsonAnswer(200, { id: params.id, key: made.key });
  };

  const revoke = async (caller: Caller, { params }: Incoming): Promise<HttpResponse> => {
    mustBeDevice(params.id);
    await note(caller, 'device revoke', params.id);
    const revoking = devices.revoke(params.id, wall.epochMs());
    // It is refused from now on, whatever becomes of the store.
    needs.onDeviceRevoked(params.id);
    const refusal = await revoking;
    if (refusal) throw new Refused(refusal);
    return jsonAnswer(200, { id: params.id, revoked: true });
  };

  const byOperator =
    (answer: ApiRoute['answer']): ApiRoute['answer'] =>
    (caller, incoming) => {
      mustBeOperator(caller);
      return answer(caller, incoming);
    };
  return [
    { method: 'GET', path: '/api/devices', answer: byOperator(list) },
    { method: 'POST', path: '/api/devices', answer: byOperator(add) },
    { method: 'POST', path: '/api/devices/:id/rotate', answer: byOperator(rotate) },
    { method: 'DELETE', path: '/api/devices/:id', answer: byOperator(revoke) },
  ];
}
