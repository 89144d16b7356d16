/**
 * Bytes as a string, one character (0–255) a byte. On stock Espruino every string is that, and joining and cutting strings
 * costs a hundredth of a loop over a typed array.
 */
export type ByteString = string;

/** The string of these bytes, each 0–255. A short name for what the bundle would hold a dozen times. */
export const byteString: (...bytes: number[]) => ByteString = String.fromCharCode;

/** Bytes as small hex digits, two a byte. */
export function toHex(bytes: ByteString): string {
  let hex = '';
  for (let i = 0; i < bytes.length; i++) hex += (256 + bytes.charCodeAt(i)).toString(16).substr(1);
  return hex;
}

/** The low 32 bits of a number as 4 bytes, the highest first. */
export function wordBytes(word: number): ByteString {
  return byteString(word >>> 24, (word >>> 16) & 0xff, (word >>> 8) & 0xff, word & 0xff);
}

/** The bytes of hex digits: eight, or a multiple of it. */
export function fromHex(hex: string): ByteString {
  let bytes = '';
  for (let i = 0; i < hex.length; i += 8) bytes += wordBytes(parseInt(hex.substr(i, 8), 16));
  return bytes;
}

/** The bytes of base 64 (RFC 4648, section 4); none for any text that an encoder would not have written so. */
export function fromBase64(text: string): ByteString {
  try {
    const bytes = atob(text);
    // Stock Espruino passes over what is no base 64, and both it and others over bits that no byte needs.
    return btoa(bytes) === text ? bytes : '';
  } catch (e) {
    return '';
  }
}
