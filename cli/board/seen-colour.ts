/** A colour, each part 0–255. */
export type Rgb = readonly [red: number, green: number, blue: number];

/** How bright a light looks beside its brightest, and how much of a paler part its colour seems to have. Chosen by eye. */
const BRIGHTNESS_POWER = 0.28;
const PART_POWER = 0.6;

/**
 * The colour in which a screen shows an LED: one that gets a tenth of its current looks half as bright, and not nearly black.
 * Undefined for one that is dark.
 */
export function seenColour([red, green, blue]: Rgb): Rgb | undefined {
  const most = Math.max(red, green, blue);
  if (most === 0) return undefined;
  const brightness = 255 * (most / 255) ** BRIGHTNESS_POWER;
  const part = (value: number): number => Math.round(brightness * (value / most) ** PART_POWER);
  return [part(red), part(green), part(blue)];
}
