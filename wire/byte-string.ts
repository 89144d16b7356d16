/**
 * Bytes as a string, with one character (0–255) for each byte. Every string of stock Espruino is such a string, and joining
 * or cutting one costs a hundredth of a loop over a typed array.
 */
export type ByteString = string;

/** The string of these bytes, each 0–255. The name is short because the bundle uses it a dozen times. */
export const byteString: (...bytes: number[]) => ByteString = String.fromCharCode;

/** Bytes as lower-case hex digits, two for each byte. */
export function toHex(bytes: ByteString): string {
  let hex = '';
  for (let i = 0; i < bytes.length; i++) hex += (256 + bytes.charCodeAt(i)).toString(16).substr(1);
  return hex;
}

/** The low 32 bits of a number as 4 bytes, the most significant first. */
export function wordBytes(word: number): ByteString {
  return byteString(word >>> 24, (word >>> 16) & 0xff, (word >>> 8) & 0xff, word & 0xff);
}

/** The bytes of hex digits. The number of digits is a multiple of eight. */
export function fromHex(hex: string): ByteString {
  let bytes = '';
  for (let i = 0; i < hex.length; i += 8) bytes += wordBytes(parseInt(hex.substr(i, 8), 16));
  return bytes;
}

/** The bytes of base 64 (RFC 4648, section 4). A text that no encoder would have written gives no bytes. */
export function fromBase64(text: string): ByteString {
  try {
    const bytes = atob(text);
    // Stock Espruino skips characters that are not base 64, and every decoder skips bits that no byte needs.
    return btoa(bytes) === text ? bytes : '';
  } catch (e) {
    return '';
  }
}
