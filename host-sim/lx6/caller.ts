import type { Block } from './address-space';
import { CallerDamaged } from './errors';
import type { Windows } from './windows';

/** Live frames of the interpreter when it calls machine code. Each has eight registers. */
const FRAMES = 7;
const FRAME_BYTES = 64;
const FRAME_REGISTERS = 8;
/** Words of a frame that belong to it alone: the frames beside it save their registers above. */
const LOCAL_WORDS = 8;
const INCREMENT = 2;
/** An address in the interpreter's code: the call comes from here and returns here. */
const CALLED_FROM = 0x000d2048;

// Jest gives tests a global object of their own, in which looking a global up is slow.
const { imul } = Math;
const canary = (frame: number, i: number): number => imul(0x9e3779b1, 64 * frame + i + 1);

/**
 * The interpreter as machine code finds it. It is many calls deep, so its frames fill the register file and its stack.
 * After the call, all these registers and words must have their former values.
 */
export class Caller {
  private readonly windows: Windows;
  private readonly stackTop: number;
  private readonly stackBase: number;
  private readonly stack: Int32Array;
  /** The registers of all frames, and the words on the stack that belong to them, frame by frame. */
  private readonly registers = new Int32Array(FRAMES * FRAME_REGISTERS);
  private readonly locals = new Int32Array(FRAMES * LOCAL_WORDS);

  constructor(windows: Windows, stack: Block) {
    this.windows = windows;
    this.stackBase = stack.address;
    this.stack = new Int32Array(stack.buffer, 0, stack.buffer.byteLength >> 2);
    this.stackTop = (stack.address + stack.buffer.byteLength - FRAME_BYTES) & ~15;
    for (let frame = 0; frame < FRAMES; frame++) {
      const first = frame * FRAME_REGISTERS;
      this.registers[first] = CALLED_FROM | (INCREMENT << 30);
      this.registers[first + 1] = this.stackPointer(frame);
      for (let i = 2; i < FRAME_REGISTERS; i++) this.registers[first + i] = canary(frame, i);
      for (let i = 0; i < LOCAL_WORDS; i++) this.locals[frame * LOCAL_WORDS + i] = canary(frame, 8 + i);
    }
  }

  /** Whether an address is the one that the called code returns to. */
  isReturn(pc: number): boolean {
    return (pc & 0x3fffffff) === CALLED_FROM;
  }

  /** Does what `callx8` does, with the arguments in a10 to a15. */
  call(values: readonly number[]): void {
    const { windows, stack, locals } = this;
    windows.registers.set(this.registers);
    windows.base = INCREMENT * (FRAMES - 1);
    windows.start = 0;
    for (let frame = 0; frame < FRAMES; frame++) {
      windows.start |= 1 << (INCREMENT * frame);
      const at = this.stackWord(frame);
      for (let i = 0; i < LOCAL_WORDS; i++) stack[at + i] = locals[frame * LOCAL_WORDS + i]!;
    }
    // The caller of the oldest frame was saved before, with its stack pointer, which the oldest frame finds here.
    stack[this.stackWord(0) - 3] = this.stackTop;
    for (let i = 0; i < 6; i++) windows.set(10 + i, values[i] ?? 0);
    windows.set(8, CALLED_FROM | (INCREMENT << 30));
    windows.callIncrement = INCREMENT;
  }

  /** What the called code returned. @throws CallerDamaged unless all frames of the interpreter are intact */
  result(entry: number): number {
    const { windows } = this;
    const result = windows.get(10);
    if (windows.base !== INCREMENT * (FRAMES - 1))
      throw new CallerDamaged(entry, `the register window is ${windows.base - INCREMENT * (FRAMES - 1)} quads off`);
    for (let frame = FRAMES - 1; frame >= 0; frame--) {
      this.check(frame, entry);
      if (frame > 0) windows.returnFromWindow(entry);
    }
    return result;
  }

  private check(frame: number, entry: number): void {
    const { windows, stack, registers, locals } = this;
    const deep = (): string => `${FRAMES - 1 - frame} frames up`;
    const first = frame * FRAME_REGISTERS;
    if (windows.get(1) !== registers[first + 1])
      throw new CallerDamaged(entry, `the stack pointer ${deep()} has changed`);
    for (let i = 2; i < FRAME_REGISTERS; i++)
      if (windows.get(i) !== registers[first + i])
        throw new CallerDamaged(entry, `a${i} of the caller ${deep()} has changed`);
    const at = this.stackWord(frame);
    for (let i = 0; i < LOCAL_WORDS; i++)
      if (stack[at + i] !== locals[frame * LOCAL_WORDS + i])
        throw new CallerDamaged(entry, `the caller's stack ${deep()} was overwritten`);
  }

  private stackPointer(frame: number): number {
    return this.stackTop - FRAME_BYTES * (frame + 1);
  }

  /** Where the words of a frame begin in `stack`. */
  private stackWord(frame: number): number {
    return (this.stackPointer(frame) - this.stackBase) >> 2;
  }
}
