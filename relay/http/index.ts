// Pages, calendars and the API over HTTP, as a function of requests. Start reading at http-service.ts.

export { createHttpService } from './http-service';
export type { HttpRequest, HttpResponse, HttpService } from './messages';
