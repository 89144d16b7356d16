/** The bytes of a hex dump; anything after a `;` on a line is a remark. */
export function bytes(dump: string): Uint8Array {
  const digits = dump.replace(/;.*$/gm, '').replace(/\s+/g, '');
  if (!/^([0-9a-f]{2})*$/i.test(digits)) throw new Error(`not a hex dump: ${dump}`);
  return Uint8Array.from(digits.match(/../g) ?? [], (pair) => parseInt(pair, 16));
}

/** Bytes as a hex dump without remarks: `80 00 1f`. */
export function hex(data: Uint8Array): string {
  return Array.from(data, (byte) => byte.toString(16).padStart(2, '0')).join(' ');
}
