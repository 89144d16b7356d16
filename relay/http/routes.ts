import { refuse } from '../ports/refusal';
import type { HttpRequest, HttpResponse } from './messages';
import type { Target } from './incoming';
import { NOT_FOUND, Refused } from './refusal';

/** A request with what its address says. `params`: the segments that the route names with a colon. */
export type Incoming = {
  readonly request: HttpRequest;
  readonly params: { readonly [name: string]: string };
  readonly query: URLSearchParams;
};

/** `path`: such as `/api/devices/:id`. HEAD is answered as GET, without changing anything. */
export type Route = {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly answer: (incoming: Incoming) => Promise<HttpResponse> | HttpResponse;
};

function paramsOf(path: string, segments: readonly string[]): { [name: string]: string } | undefined {
  const wanted = path.slice(1).split('/');
  if (wanted.length !== segments.length) return undefined;
  const params: { [name: string]: string } = {};
  for (const [at, name] of wanted.entries()) {
    if (!name.startsWith(':')) {
      if (name !== segments[at]) return undefined;
    } else if (segments[at] === '') return undefined;
    else params[name.slice(1)] = segments[at];
  }
  return params;
}

/** The route of a request. Throws `Refused`: 404 for no such path, 405 for a path that cannot do this. */
export function findRoute(
  routes: readonly Route[],
  request: HttpRequest,
  { segments, query }: Target,
): { readonly route: Route; readonly incoming: Incoming } {
  const here = routes.flatMap((route) => {
    const params = paramsOf(route.path, segments);
    return params ? [{ route, incoming: { request, params, query } }] : [];
  });
  if (here.length === 0) throw new Refused(NOT_FOUND);
  const method = request.method === 'HEAD' ? 'GET' : request.method;
  const found = here.find(({ route }) => route.method === method);
  if (found) return found;
  const allow = [...new Set(here.map(({ route }) => route.method))].join(', ');
  throw new Refused(refuse('bad-method', `This address takes ${allow}.`), { allow });
}
