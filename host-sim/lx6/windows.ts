import type { DataPort } from './data-port';
import { IllegalInstruction } from './errors';

const REGISTERS = 64;
const QUADS = REGISTERS / 4;

/**
 * The windowed register file: 64 registers of which 16 are visible, turned by calls and returns four at a time. Frames that
 * a new window would cover go to the stack, and come back on return, just where the standard handlers put them.
 */
export class Windows {
  readonly registers = new Int32Array(REGISTERS);
  /** WINDOWBASE: the first visible quad. */
  base = 0;
  /** WINDOWSTART: a bit for each quad at which a live frame begins. */
  start = 1;
  /** PS.CALLINC: by how many quads the call under way will turn. */
  callIncrement = 0;
  private readonly port: DataPort;

  constructor(port: DataPort) {
    this.port = port;
  }

  /** A visible register. */
  get(register: number): number {
    return this.registers[(4 * this.base + register) & (REGISTERS - 1)];
  }

  set(register: number, value: number): void {
    this.registers[(4 * this.base + register) & (REGISTERS - 1)] = value;
  }

  /** Makes registers up to those of quad `quads` of the visible window free for use: window overflow. */
  reserve(quads: number, pc: number): void {
    for (let quad = 1; quad <= quads; quad++) {
      const at = (this.base + quad) & (QUADS - 1);
      if (this.isStart(at)) this.spill(at, pc);
    }
  }

  entry(register: number, frameBytes: number, pc: number): void {
    if (register > 3) throw new IllegalInstruction(pc, `entry of a${register}, and only a0 to a3 are possible`);
    this.reserve(this.callIncrement, pc);
    const stackPointer = this.get(register) - frameBytes;
    this.base = (this.base + this.callIncrement) & (QUADS - 1);
    this.start |= 1 << this.base;
    this.set(register, stackPointer);
  }

  /** Turns back to the caller's frame, which comes back from the stack if it is there. Gives the address to go on at. */
  returnFromWindow(pc: number): number {
    const returnTo = this.get(0);
    const increment = returnTo >>> 30;
    const live = [1, 2, 3].find((quads) => this.isStart((this.base - quads) & (QUADS - 1)));
    if (increment === 0)
      throw new IllegalInstruction(pc, 'retw in a function that no call4, call8 or call12 has called');
    if (live !== undefined && live !== increment)
      throw new IllegalInstruction(pc, `retw by ${increment} quads while the caller's frame is ${live} quads below`);
    const callee = this.base;
    if (live === undefined) this.fill(increment, pc);
    this.start &= ~(1 << callee);
    this.base = (callee - increment) & (QUADS - 1);
    this.callIncrement = increment;
    return ((returnTo & 0x3fffffff) | (pc & 0xc0000000)) >>> 0;
  }

  /** Moves the stack pointer: what is saved below it must not stay behind, so the caller's frame comes back first. */
  moveStackPointer(to: number, from: number, pc: number): void {
    if (![1, 2, 3].some((quads) => this.isStart((this.base - quads) & (QUADS - 1)))) {
      const increment = this.get(0) >>> 30;
      if (increment !== 0) this.fill(increment, pc);
    }
    this.set(to, this.get(from));
  }

  private isStart(quad: number): boolean {
    return ((this.start >> quad) & 1) !== 0;
  }

  /**
   * Window overflow: the frame that begins at `quad` goes to the stack, a0 to a3 below the stack pointer of the frame that
   * it called, the others below that of its own caller (Xtensa ISA, "Windowed Procedure-Call Protocol").
   */
  private spill(quad: number, pc: number): void {
    const { port, registers } = this;
    const first = 4 * quad;
    const register = (i: number): number => registers[(first + i) & (REGISTERS - 1)];
    const increment = [1, 2, 3].find((quads) => this.isStart((quad + quads) & (QUADS - 1)));
    if (increment === undefined) throw new IllegalInstruction(pc, 'window overflow of a frame that has called nobody');
    const called = register(4 * increment + 1);
    for (let i = 0; i < 4; i++) port.store32(called - 16 + 4 * i, register(i), pc);
    if (increment > 1) {
      const caller = port.load32(register(1) - 12, pc);
      const others = 4 * (increment - 1);
      for (let i = 0; i < others; i++) port.store32(caller - 16 - 4 * others + 4 * i, register(4 + i), pc);
    }
    this.start &= ~(1 << quad);
  }

  /** Window underflow: the caller's frame, `increment` quads below, comes back from the stack. */
  private fill(increment: number, pc: number): void {
    const { port, registers } = this;
    const quad = (this.base - increment) & (QUADS - 1);
    const called = this.get(1);
    for (let i = 0; i < 4; i++) registers[4 * quad + i] = port.load32(called - 16 + 4 * i, pc);
    if (increment > 1) {
      const caller = port.load32(registers[4 * quad + 1] - 12, pc);
      const others = 4 * (increment - 1);
      for (let i = 0; i < others; i++)
        registers[(4 * quad + 4 + i) & (REGISTERS - 1)] = port.load32(caller - 16 - 4 * others + 4 * i, pc);
    }
    this.start |= 1 << quad;
  }
}
