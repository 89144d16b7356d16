import type { DataPort } from './data-port';
import { IllegalInstruction } from './errors';

const REGISTERS = 64;
const QUADS = REGISTERS / 4;

/**
 * The windowed register file: 64 registers, of which 16 are visible. Calls and returns move the window by four
 * registers at a time. Frames that a new window covers are saved on the stack, where the standard handlers save them,
 * and restored on return.
 */
export class Windows {
  readonly registers = new Int32Array(REGISTERS);
  /** WINDOWBASE: the first visible quad. */
  base = 0;
  /** WINDOWSTART: one bit for each quad at which a live frame begins. */
  start = 1;
  /** PS.CALLINC: the number of quads by which the present call moves the window. */
  callIncrement = 0;
  private readonly port: DataPort;

  constructor(port: DataPort) {
    this.port = port;
  }

  /** Reads a visible register. */
  get(register: number): number {
    return this.registers[(4 * this.base + register) & (REGISTERS - 1)]!;
  }

  /** Writes a visible register. */
  set(register: number, value: number): void {
    this.registers[(4 * this.base + register) & (REGISTERS - 1)] = value;
  }

  /** Window overflow: saves the frames in the visible window up to quad `quads`, so that its registers are free. */
  reserve(quads: number, pc: number): void {
    for (let quad = 1; quad <= quads; quad++) {
      const at = (this.base + quad) & (QUADS - 1);
      if (this.isStart(at)) this.spill(at, pc);
    }
  }

  /** `entry`: moves the window and makes a frame on the stack. @throws IllegalInstruction */
  entry(register: number, frameBytes: number, pc: number): void {
    if (register > 3) throw new IllegalInstruction(pc, `entry of a${register}, and only a0 to a3 are possible`);
    this.reserve(this.callIncrement, pc);
    const stackPointer = this.get(register) - frameBytes;
    this.base = (this.base + this.callIncrement) & (QUADS - 1);
    this.start |= 1 << this.base;
    this.set(register, stackPointer);
  }

  /** `retw`: moves back to the caller's frame and restores it if it was saved. Gives the address to go on at. */
  returnFromWindow(pc: number): number {
    const returnTo = this.get(0);
    const increment = returnTo >>> 30;
    const live = this.callerBelow();
    if (increment === 0)
      throw new IllegalInstruction(pc, 'retw in a function that was not called by call4, call8 or call12');
    if (live !== undefined && live !== increment)
      throw new IllegalInstruction(pc, `retw by ${increment} quads while the caller's frame is ${live} quads below`);
    const callee = this.base;
    if (live === undefined) this.fill(increment, pc);
    this.start &= ~(1 << callee);
    this.base = (callee - increment) & (QUADS - 1);
    this.callIncrement = increment;
    return ((returnTo & 0x3fffffff) | (pc & 0xc0000000)) >>> 0;
  }

  /** `movsp`: moves the stack pointer. The caller's frame is saved below it, so it is restored first. */
  moveStackPointer(to: number, from: number, pc: number): void {
    if (this.callerBelow() === undefined) {
      const increment = this.get(0) >>> 30;
      if (increment !== 0) this.fill(increment, pc);
    }
    this.set(to, this.get(from));
  }

  /** How many quads below the present frame that of its caller begins, or undefined if it is saved on the stack. */
  private callerBelow(): number | undefined {
    for (let quads = 1; quads <= 3; quads++) if (this.isStart((this.base - quads) & (QUADS - 1))) return quads;
    return undefined;
  }

  private isStart(quad: number): boolean {
    return ((this.start >> quad) & 1) !== 0;
  }

  /**
   * Saves the frame that begins at `quad` on the stack: a0 to a3 below the stack pointer of the frame that it called,
   * and the others below that of its own caller (Xtensa ISA, "Windowed Procedure-Call Protocol").
   */
  private spill(quad: number, pc: number): void {
    const { port, registers } = this;
    const first = 4 * quad;
    const register = (i: number): number => registers[(first + i) & (REGISTERS - 1)]!;
    const increment = [1, 2, 3].find((quads) => this.isStart((quad + quads) & (QUADS - 1)));
    if (increment === undefined) throw new IllegalInstruction(pc, 'window overflow of a frame that has made no call');
    const called = register(4 * increment + 1);
    for (let i = 0; i < 4; i++) port.store32(called - 16 + 4 * i, register(i), pc);
    if (increment > 1) {
      const caller = port.load32(register(1) - 12, pc);
      const others = 4 * (increment - 1);
      for (let i = 0; i < others; i++) port.store32(caller - 16 - 4 * others + 4 * i, register(4 + i), pc);
    }
    this.start &= ~(1 << quad);
  }

  /** Window underflow: restores the caller's frame, `increment` quads below, from the stack. */
  private fill(increment: number, pc: number): void {
    const { port, registers } = this;
    const quad = (this.base - increment) & (QUADS - 1);
    const called = this.get(1);
    for (let i = 0; i < 4; i++) registers[4 * quad + i] = port.load32(called - 16 + 4 * i, pc);
    if (increment > 1) {
      const caller = port.load32(registers[4 * quad + 1]! - 12, pc);
      const others = 4 * (increment - 1);
      for (let i = 0; i < others; i++)
        registers[(4 * quad + 4 + i) & (REGISTERS - 1)] = port.load32(caller - 16 - 4 * others + 4 * i, pc);
    }
    this.start |= 1 << quad;
  }
}
