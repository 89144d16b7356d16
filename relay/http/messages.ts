// An HTTP request and its answer as values. relay/node/http-server.ts connects them with sockets.

/** The limits of a request. An adapter does not read more than this into memory. */
export const HTTP_LIMITS = { bodyBytes: 16 * 1024, targetChars: 2048, headerBytes: 8 * 1024 } as const;

export type HttpRequest = {
  readonly method: string;
  /** The path and the query, as they were sent. */
  readonly target: string;
  /** The names are in lower case. */
  readonly headers: { readonly [name: string]: string | undefined };
  /** `too-large`: the body has more than `HTTP_LIMITS.bodyBytes`, and was not read to its end. */
  readonly body: Uint8Array | 'too-large';
  readonly remoteHost: string;
};

export type HttpResponse = {
  readonly status: number;
  readonly headers: { readonly [name: string]: string };
  readonly body: string;
};

/** Answers HTTP requests. Total: every request gets an answer, and `handle` never rejects. */
export interface HttpService {
  handle(request: HttpRequest): Promise<HttpResponse>;
}
