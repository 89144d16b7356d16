// The LX6's arithmetic that no single JavaScript operator does. All values are signed 32-bit numbers.

/** The upper half of the unsigned product. */
export function muluh(a: number, b: number): number {
  const aLow = a & 0xffff;
  const aHigh = a >>> 16;
  const bLow = b & 0xffff;
  const bHigh = b >>> 16;
  const middle = aHigh * bLow + ((aLow * bLow) >>> 16);
  const carried = aLow * bHigh + (middle % 0x10000);
  return (aHigh * bHigh + Math.floor(middle / 0x10000) + Math.floor(carried / 0x10000)) | 0;
}

/** The upper half of the signed product. */
export function mulsh(a: number, b: number): number {
  return (muluh(a, b) - (a < 0 ? b : 0) - (b < 0 ? a : 0)) | 0;
}

/** The lower word of the 64 bits `high:low`, shifted right by 0 to 63. */
export function funnel(high: number, low: number, shift: number): number {
  if (shift === 0) return low;
  if (shift < 32) return (high << (32 - shift)) | (low >>> shift);
  return shift === 32 ? high : high >>> (shift - 32);
}

/** Saturates to a signed number whose sign is bit `bit`. */
export function clamps(value: number, bit: number): number {
  const highest = (1 << bit) - 1;
  return value > highest ? highest : value < ~highest ? ~highest : value;
}
