/**
 * Bytes as a string, one character (0–255) a byte. On stock Espruino every string is that, and joining and cutting strings
 * costs a hundredth of a loop over a typed array.
 */
export type ByteString = string;

/** Bytes as small hex digits, two a byte. */
export function toHex(bytes: ByteString): string {
  let hex = '';
  for (let i = 0; i < bytes.length; i++) hex += (256 + bytes.charCodeAt(i)).toString(16).substr(1);
  return hex;
}

/** The bytes of hex digits, which must be that and even in number. */
export function fromHex(hex: string): ByteString {
  let bytes = '';
  for (let i = 0; i < hex.length; i += 2) bytes += String.fromCharCode(parseInt(hex.substr(i, 2), 16));
  return bytes;
}

/** The bytes of base 64 (RFC 4648, section 4); undefined for any text that an encoder would not have written so. */
export function fromBase64(text: string): ByteString | undefined {
  try {
    const bytes = atob(text);
    // Stock Espruino passes over what is no base 64, and both it and others over bits that no byte needs.
    return btoa(bytes) === text ? bytes : undefined;
  } catch (e) {
    return undefined;
  }
}
