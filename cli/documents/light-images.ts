import { isLedLit, paintLight, type LightFrame } from '../../firmware/app/light-frames';
import type { LightName } from '../../firmware/app/lights';
import { RING_PIXELS } from '../../hardware/pins';
import { seenColour } from '../board/seen-colour';

// The pictures of the owner's guide: what each light looks like, drawn from the firmware's own frames. On the left the ring, on
// the right the LED of a board that has no ring.

const STEP_SECONDS = 0.1;
/** No light takes longer to repeat itself. */
const LONGEST_STEPS = 240;

/** What changes in the course of a picture, step by step; after `steps` it begins again. */
type Story = {
  readonly steps: number;
  readonly at: (step: number) => Partial<LightFrame>;
};

const STILL: Story = { steps: LONGEST_STEPS, at: () => ({}) };
/** Two seconds of quiet, then two in which somebody speaks. */
const OTHERS_SPEAK: Story = { steps: 72, at: (step) => ({ othersSpeak: step >= 36 }) };
/** Loudness of a sentence. */
const VOICE = [0, 2, 3, 4, 3, 4, 2, 3, 1, 3, 4, 2, 1, 0, 0, 0];
const VOICE_STEPS = 2;

/** A light that a new name in the firmware must be given a story for. */
const STORIES: { readonly [light in LightName]: Story } = {
  'microphone open': {
    steps: VOICE.length * VOICE_STEPS,
    at: (step) => ({ level: VOICE[Math.floor(step / VOICE_STEPS)] ?? 0 }),
  },
  reset: { steps: 120, at: () => ({}) },
  countdown: { steps: 80, at: () => ({}) },
  fault: { steps: LONGEST_STEPS, at: () => ({ count: 2 }) },
  ringing: STILL,
  offered: STILL,
  consulting: STILL,
  refused: STILL,
  reconnecting: STILL,
  hand: { steps: LONGEST_STEPS, at: () => ({ count: 3 }) },
  stage: OTHERS_SPEAK,
  audience: OTHERS_SPEAK,
  reminder: STILL,
  joining: STILL,
  'set-up': STILL,
  offline: STILL,
  idle: STILL,
};

const OFF = '#22252b';
const LED_ON = '#ffd98a';
const WIDTH = 112;
const HEIGHT = 64;
const RING = { x: 32, y: 32, radius: 22, pixel: 4.4 };
const LED = { x: 88, y: 32, radius: 5 };

/** The colour of a pixel on a screen. */
function colour(grb: Uint8Array, pixel: number): string {
  const [green = 0, red = 0, blue = 0] = grb.subarray(3 * pixel);
  const seen = seenColour([red, green, blue]);
  return seen ? `#${seen.map((part) => part.toString(16).padStart(2, '0')).join('')}` : OFF;
}

/** How bright a row of colours is, all in all. */
function brightnessOf(colours: readonly string[]): number {
  const lit = colours.filter((value) => value !== OFF);
  return lit.reduce(
    (sum, value) => sum + 1 + [1, 3, 5].reduce((all, at) => all + parseInt(value.slice(at, at + 2), 16), 0),
    0,
  );
}

function frameAt(name: LightName, step: number): LightFrame {
  return { name, step, level: 0, othersSpeak: false, count: 0, ...STORIES[name].at(step) };
}

/** The rows without those at the end that repeat the beginning. */
function onePeriod<T>(rows: readonly T[]): readonly T[] {
  const texts = rows.map((row) => JSON.stringify(row));
  const period = texts.findIndex((_, p) => p > 0 && texts.every((text, i) => i < p || text === texts[i - p]));
  return period > 0 ? rows.slice(0, period) : rows;
}

/** A circle that takes these colours, one a step. */
function circle(x: number, y: number, radius: number, colours: readonly string[], poster: number): string {
  const at = `cx="${+x.toFixed(2)}" cy="${+y.toFixed(2)}" r="${radius}" fill="${colours[poster] ?? OFF}"`;
  const starts = colours.map((_, step) => step).filter((step) => step === 0 || colours[step] !== colours[step - 1]);
  if (starts.length < 2) return `<circle ${at}/>`;
  const values = starts.map((step) => colours[step]).join(';');
  const times = starts.map((step) => +(step / colours.length).toFixed(4)).join(';');
  const seconds = +(colours.length * STEP_SECONDS).toFixed(1);
  return (
    `<circle ${at}><animate attributeName="fill" calcMode="discrete" dur="${seconds}s" repeatCount="indefinite" ` +
    `values="${values}" keyTimes="${times}"/></circle>`
  );
}

/** The step that shows best what the light is: the first one of the brightest. Seen where nothing moves. */
function posterOf(rows: readonly (readonly string[])[]): number {
  const all = rows.map(brightnessOf);
  return all.indexOf(Math.max(...all));
}

function drawLight(name: LightName): string {
  const grb = new Uint8Array(3 * RING_PIXELS);
  const steps = Array.from({ length: STORIES[name].steps }, (_, step) => step);
  const ring = onePeriod(
    steps.map((step) => {
      paintLight(grb, frameAt(name, step));
      return Array.from({ length: RING_PIXELS }, (_, pixel) => colour(grb, pixel));
    }),
  );
  const led = onePeriod(steps.map((step) => (isLedLit(grb, frameAt(name, step)) ? LED_ON : OFF)));
  const poster = posterOf(ring);
  const pixels = Array.from({ length: RING_PIXELS }, (_, pixel) => {
    const angle = (2 * Math.PI * pixel) / RING_PIXELS;
    const x = RING.x + RING.radius * Math.sin(angle);
    const y = RING.y - RING.radius * Math.cos(angle);
    const colours = ring.map((row) => row[pixel] ?? OFF);
    return circle(x, y, RING.pixel, colours, poster);
  });
  const lamp = circle(LED.x, LED.y, LED.radius, led, Math.max(0, led.indexOf(LED_ON)));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img">`,
    `<title>${name}: on the ring, and on a single LED</title>`,
    '<filter id="glow" x="-50%" y="-50%" width="200%" height="200%"><feGaussianBlur stdDeviation="2.2" result="halo"/>',
    '<feMerge><feMergeNode in="halo"/><feMergeNode in="SourceGraphic"/></feMerge></filter>',
    `<rect width="${WIDTH}" height="${HEIGHT}" rx="10" fill="#15171c"/>`,
    `<circle cx="${RING.x}" cy="${RING.y}" r="13" fill="#2c3038"/>`,
    '<g filter="url(#glow)">',
    ...pixels,
    lamp,
    '</g>',
    '</svg>',
    '',
  ].join('\n');
}

/** File names, and the pictures in them. */
export function lightImages(): ReadonlyMap<string, string> {
  const names = Object.keys(STORIES) as LightName[];
  return new Map(names.map((name) => [`${name.replaceAll(' ', '-')}.svg`, drawLight(name)]));
}
