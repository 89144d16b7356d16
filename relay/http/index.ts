// Pages, calendars and the API over HTTP, as a function of requests. Start reading at http-service.ts.

export { createHttpService } from './http-service';
export { HTTP_LIMITS, type HttpRequest, type HttpResponse, type HttpService } from './messages';
export { HTTP_RATES, type HttpPorts } from './ports';
