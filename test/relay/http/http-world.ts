import { Appointments } from '../../../relay/appointments';
import { calendarFeed } from '../../../relay/calendar/node/calendar-feed';
import { luxonZones } from '../../../relay/calendar/node/luxon-zones';
import type { RelayEvent } from '../../../relay/hosting/relay-events';
import { createHttpService, type HttpResponse, type HttpService } from '../../../relay/http';
import { AddressLimits } from '../../../relay/identity/address-limits';
import { openIdentity, type RelayIdentity } from '../../../relay/identity/relay-identity';
import { EventStream } from '../../../relay/ports/event-stream';
import { nodePrimitives } from '../../../relay/node/node-primitives';
import type { RoomView } from '../../../relay/rooms';
import { StoreFailed } from '../../../relay/store/errors';
import { createMemoryStore, type MemoryMedium } from '../../../relay/store/memory-store';
import { FakeClock } from '../support/fake-clock';
import { SeededRandom } from '../support/in-memory-ports';
import { DAY_MS } from '../../../relay/ports/time-units';

export const START_MS = Date.UTC(2027, 2, 1, 12);

export const INVITATION = {
  room: 'lounge',
  host: 'd:host',
  hostName: 'Анна',
  guest: 'd:president',
  guestName: 'Президент',
  text: 'Было бы большой честью поговорить с вами',
  isPublic: true,
  startsAt: '2027-03-08T19:00Z',
  deadline: START_MS + 3 * DAY_MS,
};

type Asked = { readonly [header: string]: string };

/** The HTTP service of a relay, and everything that it works with. */
export class HttpWorld {
  readonly medium: MemoryMedium = new Map();
  readonly clock = new FakeClock(0);
  readonly warned: string[] = [];
  readonly revoked: string[] = [];
  readonly views = new Map<string, RoomView>();
  isFull = false;
  shiftMs = START_MS;
  identity!: RelayIdentity;
  appointments!: Appointments;
  service!: HttpService;
  operatorKey = '';

  static async open(
    rates: ConstructorParameters<typeof AddressLimits>[0] = { messagesBurst: 1e9 },
  ): Promise<HttpWorld> {
    const world = new HttpWorld();
    const store = createMemoryStore({
      medium: world.medium,
      beforeWrite: () => {
        if (world.isFull) throw new StoreFailed('full', 'no room');
      },
    });
    const random = new SeededRandom(7);
    const { identity, operatorKey = '' } = await openIdentity(store, random, nodePrimitives);
    const { clock } = world;
    const wallClock = { epochMs: () => world.nowMs };
    const log = { info: () => {}, warn: (event: string) => void world.warned.push(event) };
    const rooms = { apply: () => {}, viewOf: (room: string) => world.views.get(room) };
    const speakers = { send: () => {} };
    const events = new EventStream<RelayEvent>();
    const audit = identity.audit;
    const appointments = await Appointments.open({
      ...{ store, clock, wallClock, zones: luxonZones, random, log, events, speakers, rooms, audit },
    });
    const service = createHttpService({
      ...{ identity, appointments, rooms, clock, wallClock, log, calendarFeed },
      onDeviceRevoked: (device) => void world.revoked.push(`device ${device}`),
      onLinkRevoked: (link) => void world.revoked.push(`link ${link}`),
      limits: new AddressLimits(rates),
    });
    return Object.assign(world, { identity, operatorKey, appointments, service });
  }

  get nowMs(): number {
    return this.shiftMs + this.clock.nowMs();
  }

  ask(method: string, target: string, headers: Asked = {}, body: Uint8Array | string = ''): Promise<HttpResponse> {
    const bytes = typeof body === 'string' && body !== 'too-large' ? new TextEncoder().encode(body) : body;
    return this.service.handle({
      method,
      target,
      headers,
      body: bytes,
      remoteHost: '192.0.2.1',
    });
  }

  get(target: string): Promise<HttpResponse> {
    return this.ask('GET', target);
  }

  /** Sends a form of a page. */
  post(target: string, fields: { readonly [name: string]: string }): Promise<HttpResponse> {
    const headers = { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' };
    return this.ask('POST', target, headers, new URLSearchParams(fields).toString());
  }

  /** Sends a request to the API, as the operator unless a token is given. */
  async api(method: string, target: string, body?: object, token = this.operatorKey): Promise<ApiAnswer> {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const answer = await this.ask(method, target, headers, body === undefined ? '' : JSON.stringify(body));
    const value = JSON.parse(answer.body) as ApiAnswer['value'];
    return { status: answer.status, value, code: value.error?.code, field: value.error?.field, answer };
  }

  /** Sends an invitation. Returns its id. */
  async invited(changes: Partial<Record<keyof typeof INVITATION, unknown>> = {}): Promise<string> {
    const { status, value } = await this.api('POST', '/api/invitations', { ...INVITATION, ...changes });
    if (status !== 201) throw new Error(JSON.stringify(value));
    return value.id as string;
  }

  /** Makes a delegate's link to an invitation. Returns the address of its page. */
  async delegated(invitation: string): Promise<string> {
    const { value } = await this.api('POST', `/api/invitations/${invitation}/links`, { name: 'press office' });
    return value.path as string;
  }

  /** Makes a link for a room. */
  async linked(kind: 'host' | 'moderator' | 'room', room = 'lounge'): Promise<{ id: string; token: string }> {
    const { value } = await this.api('POST', `/api/rooms/${room}/links`, { kind, name: 'Анна' });
    return value as { id: string; token: string };
  }
}

type ApiAnswer = {
  readonly status: number;
  readonly value: {
    readonly [name: string]: unknown;
    readonly error?: { readonly code: string; readonly field?: string };
  };
  readonly code: string | undefined;
  readonly field: string | undefined;
  readonly answer: HttpResponse;
};
