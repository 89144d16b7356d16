import { AddressLimits } from '../identity/address-limits';
import { NOT_STORED } from '../appointments';
import { refuse } from '../ports/refusal';
import { StoreFailed } from '../store/errors';
import { toUtf8 } from '../identity/bytes';
import type { ApiRoute } from './api';
import { delegateLinkRoutes } from './api-delegates';
import { deviceRoutes } from './api-devices';
import { invitationRoutes } from './api-invitations';
import { linkRoutes } from './api-links';
import { roomRoutes } from './api-rooms';
import { scheduleRoutes } from './api-scheduled';
import { readCaller } from './caller';
import { delegateRoutes } from './delegate-routes';
import { readTarget } from './incoming';
import { plainPage } from './layout';
import type { HttpRequest, HttpResponse, HttpService } from './messages';
import { HTTP_RATES, type HttpPorts } from './ports';
import { jsonAnswer, pageAnswer, withRefusalHeaders } from './outgoing';
import { publicRoutes } from './public-routes';
import { FAILED, Refused } from './refusal';
import { findRoute, type Route } from './routes';
import { STYLE } from './style';

const TITLES: { readonly [status: number]: string } = {
  404: 'Page not found',
  410: 'This link does not work any more',
  413: 'That was too long',
  414: 'That was too long',
  429: 'Too many requests',
  500: 'Something went wrong',
  503: 'Please try again',
};

/** Pages, calendars and the API of a relay. Every request gets an answer. The reason of an internal failure is only in the log. */
export function createHttpService(ports: HttpPorts): HttpService {
  const { identity, clock, log, limits = new AddressLimits(HTTP_RATES) } = ports;
  const styleHash = btoa(identity.primitives.hashOf(toUtf8(STYLE)));
  const authorised = ({ method, path, answer }: ApiRoute): Route => ({
    method,
    path,
    answer: (incoming) => answer(readCaller(ports, limits, incoming.request), incoming),
  });
  const api = [deviceRoutes, invitationRoutes, delegateLinkRoutes, scheduleRoutes, roomRoutes, linkRoutes];
  const routes = [
    ...publicRoutes(ports, styleHash),
    ...delegateRoutes(ports, styleHash),
    ...api.flatMap((routesOf) => routesOf(ports)).map(authorised),
  ];

  async function answer(request: HttpRequest): Promise<HttpResponse> {
    if (!limits.says(request.remoteHost, clock.nowMs())) {
      const tooFast = refuse('too-fast', 'Too many requests came from your address: wait a moment.');
      throw new Refused(tooFast, { retryAfterS: 2 });
    }
    const { route, incoming } = findRoute(routes, request, readTarget(request.target));
    return route.answer(incoming);
  }

  function refusalAnswer({ target }: HttpRequest, refused: Refused): HttpResponse {
    const { status } = refused;
    const { code, message, field } = refused.refusal;
    const answered = target.startsWith('/api/')
      ? // The published API calls the message `words`. This is the only place that does.
        jsonAnswer(status, { error: { code, words: message, ...(field === undefined ? {} : { field }) } })
      : pageAnswer(status, plainPage(TITLES[status] ?? 'That did not work', message), styleHash);
    return withRefusalHeaders(answered, refused);
  }

  function refusedBy(error: unknown): Refused {
    if (error instanceof Refused) return error;
    const isOfStore = error instanceof StoreFailed;
    log.warn(isOfStore ? 'not-stored' : 'http-failed', { message: error instanceof Error ? error.message : 'unknown' });
    return new Refused(isOfStore ? NOT_STORED : FAILED);
  }

  return {
    async handle(request) {
      const answered = await answer(request).catch((error: unknown) => refusalAnswer(request, refusedBy(error)));
      return request.method === 'HEAD' ? { ...answered, body: '' } : answered;
    },
  };
}
