import type { Caller } from './caller';
import type { HttpResponse } from './messages';
import type { Incoming, Route } from './routes';

/** A route of the API: who calls is known before anything else is read. */
export type ApiRoute = {
  readonly method: Route['method'];
  readonly path: string;
  readonly answer: (caller: Caller, incoming: Incoming) => Promise<HttpResponse>;
};
