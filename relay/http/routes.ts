import { refuse } from '../ports/refusal';
import type { HttpRequest, HttpResponse } from './messages';
import type { Target } from './incoming';
import { NOT_FOUND, Refused } from './refusal';

/** The names that a path has after colons, such as `'id' | 'link'` of `/api/invitations/:id/links/:link`. */
export type ParamsOf<Path extends string> = Path extends `${string}:${infer Name}/${infer Rest}`
  ? Name | ParamsOf<Rest>
  : Path extends `${string}:${infer Name}`
    ? Name
    : never;

/** A request with what its address says. `params`: the segments that the route names with a colon. */
export type Incoming<Params extends string = string> = {
  readonly request: HttpRequest;
  readonly params: { readonly [Name in Params]: string };
  readonly query: URLSearchParams;
};

/** `path`: such as `/api/devices/:id`. HEAD is answered as GET, without changing anything. */
export type Route = {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly answer: (incoming: Incoming) => Promise<HttpResponse> | HttpResponse;
};

/** A route, whose answer may use the parameters that the path names, and no others. */
export function route<const Path extends string>(
  method: Route['method'],
  path: Path,
  answer: (incoming: Incoming<ParamsOf<Path>>) => Promise<HttpResponse> | HttpResponse,
): Route {
  return { method, path, answer };
}

function paramsOf(path: string, segments: readonly string[]): { [name: string]: string } | undefined {
  const wanted = path.slice(1).split('/');
  if (wanted.length !== segments.length) return undefined;
  const params: { [name: string]: string } = {};
  for (const [at, segment] of segments.entries()) {
    const name = wanted[at] ?? '';
    if (!name.startsWith(':')) {
      if (name !== segment) return undefined;
    } else if (segment === '') return undefined;
    else params[name.slice(1)] = segment;
  }
  return params;
}

/** The route of a request. Throws `Refused`: 404 for no such path, 405 for a path that cannot do this. */
export function findRoute(
  routes: readonly Route[],
  request: HttpRequest,
  { segments, query }: Target,
): { readonly route: Route; readonly incoming: Incoming } {
  const here = routes.flatMap((candidate) => {
    const params = paramsOf(candidate.path, segments);
    return params ? [{ route: candidate, incoming: { request, params, query } }] : [];
  });
  if (here.length === 0) throw new Refused(NOT_FOUND);
  const method = request.method === 'HEAD' ? 'GET' : request.method;
  const found = here.find((match) => match.route.method === method);
  if (found) return found;
  const allow = [...new Set(here.map((match) => match.route.method))].join(', ');
  throw new Refused(refuse('bad-method', `This address takes ${allow}.`), { allow });
}
