// A string of the board consists of bytes: every character is 0 to 255. Text is UTF-8 in such a string.

const CHUNK = 4096;
const utf8Encoder = new TextEncoder();
const utf8Decoder = new TextDecoder();

/** Makes a string of the board from bytes. */
export function stringOf(bytes: Uint8Array): string {
  if (bytes.length <= CHUNK) return String.fromCharCode.apply(null, bytes as unknown as number[]);
  const parts: string[] = [];
  for (let at = 0; at < bytes.length; at += CHUNK) parts.push(stringOf(bytes.subarray(at, at + CHUNK)));
  return parts.join('');
}

/** Gives the bytes of a string of the board. */
export function bytesOf(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}

/** Makes a string of the board from text. */
export function toBoardText(text: string): string {
  return stringOf(utf8Encoder.encode(text));
}

/** Gives the text of a string of the board, as a terminal shows it. */
export function fromBoardText(text: string): string {
  return utf8Decoder.decode(bytesOf(text));
}
