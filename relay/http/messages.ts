// An HTTP request and its answer, as values. What sockets do about them is in relay/node/http-server.ts.

/** What is read of a request; an adapter takes no more into memory than this. */
export const HTTP_LIMITS = { bodyBytes: 16 * 1024, targetChars: 2048, headerBytes: 8 * 1024 } as const;

export type HttpRequest = {
  readonly method: string;
  /** As it was sent: path and query. */
  readonly target: string;
  /** Names in small letters. */
  readonly headers: { readonly [name: string]: string | undefined };
  /** `too-large`: there was more than `HTTP_LIMITS.bodyBytes`, and the rest was not read. */
  readonly body: Uint8Array | 'too-large';
  readonly remoteHost: string;
};

export type HttpResponse = {
  readonly status: number;
  readonly headers: { readonly [name: string]: string };
  readonly body: string;
};

/** Answers HTTP requests. Total: every request gets an answer, and nothing is thrown. */
export interface HttpService {
  handle(request: HttpRequest): Promise<HttpResponse>;
}
