/**
 * A run of frames on the I2S wires. A slot is a 32-bit word, its first bit on the wire at the top. Valid during a call.
 */
export interface LineRun {
  /** The instant at which the first frame of the run begins. */
  readonly startNs: number;
  /** Frames (periods of WS) per second. */
  readonly frameHz: number;
  readonly frames: number;
  /** BCK cycles in a slot. */
  readonly slotBits: number;
  /** Frames on this line between the start of its clocks and this run. */
  readonly framesBefore: number;
  /** Whether the chip's data begins one BCK cycle after the edge of WS (Philips alignment). */
  readonly isPhilips: boolean;
  /** The slots while WS is low, one for each frame. */
  readonly left: Int32Array;
  /** The slots while WS is high, one for each frame. */
  readonly right: Int32Array;
}

/** The pads of the chip that the three I2S wires of a part are connected to. */
export type LinePads = { readonly bck: number; readonly ws: number; readonly data: number };

/** A part that puts data onto the wires: a microphone. */
export interface LineTalker {
  readonly kind: 'talker';
  readonly pads: LinePads;
  /** Fills `left` and `right` of the run. Called in the order of time, and only while the chip receives. */
  talk(run: LineRun): void;
}

/** A part that takes data from the wires: an amplifier. */
export interface LineListener {
  readonly kind: 'listener';
  readonly pads: LinePads;
  /** Called in the order of time with every run of frames on its clocks. A data pad that nothing drives gives zeros. */
  listen(run: LineRun): void;
}

/** A part on the I2S wires. */
export type LinePart = LineTalker | LineListener;
