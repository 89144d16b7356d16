/** Whether the value can be the id of an invitation, a link or a scheduled room: 1–64 letters, digits, `-` and `_`. */
export function isRecordId(value: unknown): value is string {
  return typeof value === 'string' && /^[A-Za-z0-9_-]{1,64}$/.test(value);
}

/**
 * Whether the value can be a person: `d:` for a device, `w:` for a link or `p:` for somebody unknown, and then up to 128
 * printable ASCII characters.
 */
export function isPerson(value: unknown): value is string {
  return typeof value === 'string' && /^[dwp]:[\x21-\x7e]{1,128}$/.test(value);
}
