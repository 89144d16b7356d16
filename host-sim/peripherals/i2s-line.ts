/** A run of frames on the I2S wires. Slots are 32-bit words, first bit on the wire at the top. Valid during the call only. */
export interface LineRun {
  /** When the first frame of the run begins. */
  readonly startNs: number;
  /** Frames (periods of WS) a second. */
  readonly frameHz: number;
  readonly frames: number;
  /** BCK cycles in a slot. */
  readonly slotBits: number;
  /** Frames that had passed on this line since its clocks appeared. */
  readonly framesBefore: number;
  /** Whether the chip's data begins one BCK after the edge of WS, as Philips has it. */
  readonly isPhilips: boolean;
  /** Slots while WS is low, one a frame. */
  readonly left: Int32Array;
  /** Slots while WS is high, one a frame. */
  readonly right: Int32Array;
}

/** The chip's pads that a part's three I2S wires go to. */
export type LinePads = { readonly bck: number; readonly ws: number; readonly data: number };

/** A part that puts data onto the wires: a microphone. */
export interface LineTalker {
  readonly kind: 'talker';
  readonly pads: LinePads;
  /** Fills `left` and `right` of the run. Called in the order of time, only while somebody captures. */
  talk(run: LineRun): void;
}

/** A part that takes data from the wires: an amplifier. */
export interface LineListener {
  readonly kind: 'listener';
  readonly pads: LinePads;
  /** Called in the order of time with every run of frames on its clocks. A data pad that nobody drives reads zeros. */
  listen(run: LineRun): void;
}

/** A part on the I2S wires. */
export type LinePart = LineTalker | LineListener;
