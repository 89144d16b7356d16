import * as pins from '../../hardware/pins';

// The wiring of the builder's guide, drawn from the table of pins.

const WIDTH = 880;
const HEIGHT = 430;
const CHIP = { x: 350, y: 40, width: 180, height: 350 };
const PART_WIDTH = 210;
const FONT = `font-family="system-ui, -apple-system, 'Segoe UI', Helvetica, Arial, sans-serif"`;

const CLOCK = '#2b6fd6';
const WORD = '#8a4fd0';
const DATA = '#1f8a4c';
const CONTACT = '#c05a00';
const PIXELS = '#c2185b';

/** A wire from a pin of the part to one of the ESP32. */
type Wire = { readonly pin: string; readonly gpio: number; readonly colour: string };
type Part = {
  readonly side: 'left' | 'right';
  readonly y: number;
  readonly name: string;
  readonly wires: readonly Wire[];
  /** What else the part needs. */
  readonly notes: readonly string[];
};

const PARTS: readonly Part[] = [
  {
    ...{ side: 'left', y: 40, name: 'INMP441 microphone' },
    wires: [
      { pin: 'SCK', gpio: pins.PIN_I2S_BCK, colour: CLOCK },
      { pin: 'WS', gpio: pins.PIN_I2S_WS, colour: WORD },
      { pin: 'SD', gpio: pins.PIN_I2S_DIN, colour: DATA },
    ],
    notes: ['VDD 3.3 V, GND, L/R to GND', '100 kΩ from SD to GND'],
  },
  {
    ...{ side: 'left', y: 206, name: 'Push button' },
    wires: [{ pin: '1', gpio: pins.PIN_BUTTON, colour: CONTACT }],
    notes: ['2 to GND'],
  },
  {
    ...{ side: 'left', y: 304, name: 'Mute switch, optional' },
    wires: [{ pin: '1', gpio: pins.PIN_MUTE, colour: CONTACT }],
    notes: ['2 to GND'],
  },
  {
    ...{ side: 'right', y: 40, name: 'MAX98357A amplifier' },
    wires: [
      { pin: 'BCLK', gpio: pins.PIN_I2S_BCK, colour: CLOCK },
      { pin: 'LRC', gpio: pins.PIN_I2S_WS, colour: WORD },
      { pin: 'DIN', gpio: pins.PIN_I2S_DOUT, colour: DATA },
    ],
    notes: ['VIN 5 V, GND', '+ and − to the loudspeaker'],
  },
  {
    ...{ side: 'right', y: 206, name: `Ring of ${pins.RING_PIXELS} WS2812` },
    wires: [{ pin: 'DI', gpio: pins.PIN_RING, colour: PIXELS }],
    notes: ['5 V, GND'],
  },
  {
    ...{ side: 'right', y: 304, name: 'LED, without a ring' },
    wires: [{ pin: '+', gpio: pins.PIN_LED, colour: PIXELS }],
    notes: ['through 330 Ω, − to GND'],
  },
];

const FIRST_PIN_Y = 48;
const PIN_EVERY = 24;

function text(x: number, y: number, words: string, more = ''): string {
  return `<text x="${x}" y="${y}" ${more}>${words}</text>`;
}

function drawPart({ side, y, name, wires, notes }: Part): string[] {
  const isLeft = side === 'left';
  const x = isLeft ? 24 : WIDTH - 24 - PART_WIDTH;
  const edge = isLeft ? x + PART_WIDTH : x;
  const chipEdge = isLeft ? CHIP.x : CHIP.x + CHIP.width;
  const inward = isLeft ? 'end' : 'start';
  const outward = isLeft ? 'start' : 'end';
  const into = isLeft ? 1 : -1;
  const height = FIRST_PIN_Y + PIN_EVERY * (wires.length - 1) + 26 + 17 * notes.length;
  const lines = wires.flatMap(({ pin, gpio, colour }, i) => {
    const at = y + FIRST_PIN_Y + PIN_EVERY * i;
    return [
      `<path d="M${edge} ${at} H${chipEdge}" stroke="${colour}" stroke-width="3"/>`,
      `<circle cx="${edge}" cy="${at}" r="5" fill="${colour}"/><circle cx="${chipEdge}" cy="${at}" r="5" fill="${colour}"/>`,
      text(edge - 14 * into, at + 5, pin, `text-anchor="${inward}" font-size="14" fill="#1d2129"`),
      text(chipEdge + 14 * into, at + 5, String(gpio), `text-anchor="${outward}" font-size="15" fill="#ffffff"`),
    ];
  });
  return [
    `<rect x="${x}" y="${y}" width="${PART_WIDTH}" height="${height}" rx="10" fill="#ffffff" stroke="#cfd4dd" stroke-width="2"/>`,
    text(x + 14, y + 24, name, 'font-size="15" font-weight="600" fill="#1d2129"'),
    ...lines,
    ...notes.map((note, i) =>
      text(x + 14, y + height - 12 - 17 * (notes.length - 1 - i), note, 'font-size="13" fill="#5a6272"'),
    ),
  ];
}

/** The picture of which part goes to which GPIO. */
export function wiringImage(): string {
  const middle = CHIP.x + CHIP.width / 2;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" ${FONT}>`,
    '<title>Wiring: the parts of a speaker and the GPIO numbers of the ESP32</title>',
    `<rect width="${WIDTH}" height="${HEIGHT}" rx="16" fill="#f4f5f8"/>`,
    `<rect x="${CHIP.x}" y="${CHIP.y}" width="${CHIP.width}" height="${CHIP.height}" rx="12" fill="#262b34"/>`,
    text(middle, CHIP.y + 158, 'ESP32', 'text-anchor="middle" font-size="22" font-weight="600" fill="#ffffff"'),
    text(middle, CHIP.y + 180, 'without PSRAM', 'text-anchor="middle" font-size="13" fill="#aab2c0"'),
    text(middle, CHIP.y + 24, 'GPIO', 'text-anchor="middle" font-size="13" fill="#aab2c0"'),
    ...PARTS.flatMap(drawPart),
    '</svg>',
    '',
  ].join('\n');
}
