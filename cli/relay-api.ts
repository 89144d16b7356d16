import { checkSettingNames } from '../relay/config';
import { Failure } from './failure';

// Requests to a running relay over its HTTP API, for the commands of hosts and operators.

/** The address of the relay, and the key of the person who asks. */
export type RelayAccess = { readonly relay: string; readonly key: string };

type Environment = { readonly [name: string]: string | undefined };
type Answer = { readonly [name: string]: unknown };

/** Reads STAGEBOX_RELAY and STAGEBOX_OPERATOR_KEY. @throws Failure or BadSetting that names the variable */
export function readAccess(env: Environment = process.env): RelayAccess {
  checkSettingNames(env);
  const relay = env.STAGEBOX_RELAY || 'http://127.0.0.1:7780';
  if (!/^https?:$/.test(URL.canParse(relay) ? new URL(relay).protocol : '')) {
    throw new Failure(`STAGEBOX_RELAY="${relay}" is no address: give one such as http://127.0.0.1:7780`);
  }
  const key = env.STAGEBOX_OPERATOR_KEY ?? '';
  if (!/^[\w.-]+$/.test(key)) {
    throw new Failure(
      'set STAGEBOX_OPERATOR_KEY to the operator key, which the relay showed at its first start, or to the link of a host',
    );
  }
  return { relay: relay.replace(/\/+$/, ''), key };
}

/**
 * Sends a request to the relay.
 * @throws Failure with the relay's own message, or with the reason why it cannot be reached
 */
export async function askRelay(
  { relay, key }: RelayAccess,
  method: 'GET' | 'POST' | 'DELETE',
  path: string,
  body?: object,
): Promise<Answer> {
  const answer = await fetch(relay + path, {
    method,
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(20_000),
  }).catch((error: Error & { cause?: { code?: string } }) => {
    throw new Failure(
      `no relay answers at ${relay} (${error.cause?.code ?? error.name}): start one with "stagebox relay", or set STAGEBOX_RELAY`,
    );
  });
  const value = await answer.json().catch(() => {
    throw new Failure(`what answers at ${relay} is no Stagebox relay: set STAGEBOX_RELAY`);
  });
  if (answer.ok) return value as Answer;
  // `words` is the published name of the message in the API.
  const { error } = value as { readonly error?: { readonly code: string; readonly words: string } };
  if (!error) throw new Failure(`the relay answered with status ${answer.status}`);
  throw new Failure(`${error.words} (${error.code})`);
}

/** Makes foreign text safe for a terminal: replaces what moves the cursor or changes the reading direction. */
export function printable(text: unknown): string {
  return String(text).replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, '\ufffd');
}
