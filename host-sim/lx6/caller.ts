import type { DataPort } from './data-port';
import { CallerDamaged } from './errors';
import type { Windows } from './windows';

/** Live frames of the interpreter when it calls machine code. Each has eight registers. */
const FRAMES = 7;
const FRAME_BYTES = 64;
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
  private readonly port: DataPort;
  private readonly stackTop: number;

  constructor(windows: Windows, port: DataPort, stackTop: number) {
    this.windows = windows;
    this.port = port;
    this.stackTop = (stackTop - FRAME_BYTES) & ~15;
  }

  /** Whether an address is the one that the called code returns to. */
  isReturn(pc: number): boolean {
    return (pc & 0x3fffffff) === CALLED_FROM;
  }

  /** Does what `callx8` does, with the arguments in a10 to a15. */
  call(values: readonly number[], pc: number): void {
    const { windows, port } = this;
    windows.start = 0;
    for (let frame = 0; frame < FRAMES; frame++) {
      const stackPointer = this.stackPointer(frame);
      windows.base = INCREMENT * frame;
      windows.start |= 1 << windows.base;
      windows.set(0, CALLED_FROM | (INCREMENT << 30));
      windows.set(1, stackPointer);
      for (let i = 2; i < 8; i++) windows.set(i, canary(frame, i));
      for (let i = 0; i < LOCAL_WORDS; i++) port.store32(stackPointer + 4 * i, canary(frame, 8 + i), pc);
    }
    // The caller of the oldest frame was saved before, with its stack pointer, which the oldest frame finds here.
    port.store32(this.stackPointer(0) - 12, this.stackTop, pc);
    for (let i = 0; i < 6; i++) windows.set(10 + i, values[i] ?? 0);
    windows.set(8, CALLED_FROM | (INCREMENT << 30));
    windows.callIncrement = INCREMENT;
  }

  /** What the called code returned. @throws CallerDamaged unless all frames of the interpreter are intact */
  result(entry: number): number {
    const { windows, port } = this;
    const result = windows.get(10);
    if (windows.base !== INCREMENT * (FRAMES - 1))
      throw new CallerDamaged(entry, `the register window is ${windows.base - INCREMENT * (FRAMES - 1)} quads off`);
    for (let frame = FRAMES - 1; frame >= 0; frame--) {
      const deep = `${FRAMES - 1 - frame} frames up`;
      const stackPointer = this.stackPointer(frame);
      if (windows.get(1) !== stackPointer) throw new CallerDamaged(entry, `the stack pointer ${deep} has changed`);
      for (let i = 2; i < 8; i++)
        if (windows.get(i) !== canary(frame, i))
          throw new CallerDamaged(entry, `a${i} of the caller ${deep} has changed`);
      for (let i = 0; i < LOCAL_WORDS; i++)
        if (port.load32(stackPointer + 4 * i, entry) !== canary(frame, 8 + i))
          throw new CallerDamaged(entry, `the caller's stack ${deep} was overwritten`);
      if (frame > 0) windows.returnFromWindow(entry);
    }
    return result;
  }

  private stackPointer(frame: number): number {
    return this.stackTop - FRAME_BYTES * (frame + 1);
  }
}
