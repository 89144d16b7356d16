import { refuse } from '../ports/refusal';
import type { HttpRequest, HttpResponse } from './messages';
import type { Target } from './incoming';
import { NOT_FOUND, Refused } from './refusal';

/** The names after the colons of a path, such as `'id' | 'link'` of `/api/invitations/:id/links/:link`. */
export type ParamsOf<Path extends string> = Path extends `${string}:${infer Name}/${infer Rest}`
  ? Name | ParamsOf<Rest>
  : Path extends `${string}:${infer Name}`
    ? Name
    : never;

/** A request with its address. `params` has the segments that the route names after colons. */
export type Incoming<Params extends string = string> = {
  readonly request: HttpRequest;
  readonly params: { readonly [Name in Params]: string };
  readonly query: URLSearchParams;
};

/** A method and a path such as `/api/devices/:id`. HEAD is answered like GET, but without a body, and changes nothing. */
export type Route = {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly answer: (incoming: Incoming) => Promise<HttpResponse> | HttpResponse;
};

/** Makes a route. Its answer can use the parameters that the path names, and no others. */
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

/** Finds the route of a request. Throws `Refused`: 404 for an unknown path, 405 for a path without this method. */
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
