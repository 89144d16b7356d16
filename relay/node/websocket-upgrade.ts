// The opening handshake of RFC 6455, section 4.2, on a byte stream. Refusals are complete HTTP responses.

import { createHash } from 'node:crypto';
import { SIGNAL_SUBPROTOCOL } from '../../wire/limits';
import { offersSubprotocol } from './websocket-signal-server';

/** The longest request head that is read. */
export const REQUEST_MAX_BYTES = 8192;

/** RFC 6455, section 1.3. */
const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';

/** The response to a request head, and whether the stream is a WebSocket from now on. */
type UpgradeAnswer = { readonly isAccepted: boolean; readonly text: string };

function refusal(status: string, ...headers: string[]): UpgradeAnswer {
  const lines = [`HTTP/1.1 ${status}`, 'Connection: close', 'Content-Length: 0', ...headers, '', ''];
  return { isAccepted: false, text: lines.join('\r\n') };
}

function readHeaders(lines: readonly string[]): Map<string, string> {
  const headers = new Map<string, string>();
  for (const line of lines) {
    const colon = line.indexOf(':');
    if (colon < 1) continue;
    const name = line.slice(0, colon).trim().toLowerCase();
    const value = line.slice(colon + 1).trim();
    const before = headers.get(name);
    headers.set(name, before === undefined ? value : `${before}, ${value}`);
  }
  return headers;
}

/** Answers the head of an HTTP request, which is given without its final empty line. Any text gets an answer. */
export function answerUpgrade(head: string): UpgradeAnswer {
  const [requestLine = '', ...lines] = head.split('\r\n');
  if (!/^[A-Z]+ \S+ HTTP\/1\.1$/.test(requestLine)) return refusal('400 Bad Request');
  if (!requestLine.startsWith('GET ')) return refusal('405 Method Not Allowed', 'Allow: GET');
  const headers = readHeaders(lines);
  const connection = (headers.get('connection') ?? '').toLowerCase().split(/\s*,\s*/);
  if (headers.get('upgrade')?.toLowerCase() !== 'websocket' || !connection.includes('upgrade')) {
    return refusal('426 Upgrade Required', 'Upgrade: websocket');
  }
  if (headers.get('sec-websocket-version') !== '13')
    return refusal('426 Upgrade Required', 'Sec-WebSocket-Version: 13');
  const key = headers.get('sec-websocket-key') ?? '';
  if (!/^[+/0-9A-Za-z]{22}==$/.test(key)) return refusal('400 Bad Request');
  if (!offersSubprotocol(headers.get('sec-websocket-protocol'))) return refusal('400 Bad Request');
  const accept = createHash('sha1').update(key).update(GUID).digest('base64');
  const answer = [
    'HTTP/1.1 101 Switching Protocols',
    'Upgrade: websocket',
    'Connection: Upgrade',
    `Sec-WebSocket-Accept: ${accept}`,
    `Sec-WebSocket-Protocol: ${SIGNAL_SUBPROTOCOL}`,
  ];
  return { isAccepted: true, text: `${answer.join('\r\n')}\r\n\r\n` };
}
