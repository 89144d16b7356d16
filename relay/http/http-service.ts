import { AddressLimits } from '../identity/address-limits';
import { StoreFailed } from '../store/errors';
import { toUtf8 } from '../identity/bytes';
import type { ApiRoute } from './api';
import { deviceRoutes } from './api-devices';
import { invitationRoutes } from './api-invitations';
import { roomRoutes } from './api-rooms';
import { scheduleRoutes } from './api-scheduled';
import { readCaller } from './caller';
import { delegateRoutes } from './delegate-routes';
import { readTarget } from './incoming';
import { plainPage } from './layout';
import type { HttpRequest, HttpResponse, HttpService } from './messages';
import { HTTP_RATES, type HttpNeeds } from './needs';
import { jsonAnswer, pageAnswer, withRefusalHeaders } from './outgoing';
import { publicRoutes } from './public-routes';
import { FAILED, NOT_STORED, Refused, type HttpRefusal } from './refusal';
import { findRoute, type Route } from './routes';
import { STYLE } from './style';

const TITLES: { readonly [status: number]: string } = {
  404: 'There is nothing here',
  410: 'This link does not work any more',
  413: 'That was too long',
  414: 'That was too long',
  429: 'Not so fast',
  500: 'Something went wrong',
  503: 'Please try again',
};

/** Pages, calendars and the API of a relay. Answers everything: what fails inside is logged, and told without its reasons. */
export function createHttpService(needs: HttpNeeds): HttpService {
  const { identity, clock, log, limits = new AddressLimits(HTTP_RATES) } = needs;
  const styleHash = btoa(identity.primitives.hashOf(toUtf8(STYLE)));
  const authorised = ({ method, path, answer }: ApiRoute): Route => ({
    method,
    path,
    answer: (incoming) => answer(readCaller(needs, limits, incoming.request), incoming),
  });
  const api = [deviceRoutes, invitationRoutes, scheduleRoutes, roomRoutes].flatMap((routes) => routes(needs));
  const routes = [...publicRoutes(needs, styleHash), ...delegateRoutes(needs, styleHash), ...api.map(authorised)];

  async function answer(request: HttpRequest): Promise<HttpResponse> {
    if (!limits.says(request.remoteHost, clock.nowMs())) {
      const words = 'Too many requests came from your address: wait a moment.';
      throw new Refused({ status: 429, code: 'too-fast', words, retryAfterS: 2 });
    }
    const { route, incoming } = findRoute(routes, request, readTarget(request.target));
    return route.answer(incoming);
  }

  function refused({ target }: HttpRequest, refusal: HttpRefusal): HttpResponse {
    const { status, code, words, field } = refusal;
    const told = target.startsWith('/api/')
      ? jsonAnswer(status, { error: { code, words, ...(field === undefined ? {} : { field }) } })
      : pageAnswer(status, plainPage(TITLES[status] ?? 'That did not work', words), styleHash);
    return withRefusalHeaders(told, refusal);
  }

  function refusalOf(error: unknown): HttpRefusal {
    if (error instanceof Refused) return error.refusal;
    const isOfStore = error instanceof StoreFailed;
    log.warn(isOfStore ? 'not-stored' : 'http-failed', { words: error instanceof Error ? error.message : 'unknown' });
    return isOfStore ? NOT_STORED : FAILED;
  }

  return {
    async handle(request) {
      const answered = await answer(request).catch((error: unknown) => refused(request, refusalOf(error)));
      return request.method === 'HEAD' ? { ...answered, body: '' } : answered;
    },
  };
}
