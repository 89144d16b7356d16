import type { Caller } from './caller';
import type { HttpResponse } from './messages';
import type { Incoming, ParamsOf, Route } from './routes';

/** A route of the API. The caller is known before anything else is read. */
export type ApiRoute = {
  readonly method: Route['method'];
  readonly path: string;
  readonly answer: (caller: Caller, incoming: Incoming) => Promise<HttpResponse>;
};

/** Makes a route of the API. Its answer can use the parameters that the path names, and no others. */
export function apiRoute<const Path extends string>(
  method: Route['method'],
  path: Path,
  answer: (caller: Caller, incoming: Incoming<ParamsOf<Path>>) => Promise<HttpResponse>,
): ApiRoute {
  return { method, path, answer };
}
