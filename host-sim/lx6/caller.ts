import type { DataPort } from './data-port';
import { CallerDamaged } from './errors';
import type { Windows } from './windows';

/** Frames of the interpreter that are live when it calls native code: eight registers each, all but the callee's. */
const FRAMES = 7;
const FRAME_BYTES = 64;
/** Every frame's own words, below what the frames beside it save there. */
const LOCAL_WORDS = 8;
const INCREMENT = 2;
/** Where the interpreter's code lies: it is called from here, and returned to. */
const CALLED_FROM = 0x000d2048;

// The look-up of a global would take longer than all else here where tests have a global object of their own.
const { imul } = Math;
const canary = (frame: number, i: number): number => imul(0x9e3779b1, 64 * frame + i + 1);

/**
 * The interpreter as native code finds it: many calls deep, so that the register file is full of its frames, and its
 * stack. After the call every register and every word of it must be as before.
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

  /** Whether an address is the one to which the called code returns. */
  isReturn(pc: number): boolean {
    return (pc & 0x3fffffff) === CALLED_FROM;
  }

  /** Does what `callx8` does, with arguments in a10 to a15. */
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
    // The oldest frame's caller has been saved before: the oldest frame finds its stack pointer there.
    port.store32(this.stackPointer(0) - 12, this.stackTop, pc);
    for (let i = 0; i < 6; i++) windows.set(10 + i, values[i] ?? 0);
    windows.set(8, CALLED_FROM | (INCREMENT << 30));
    windows.callIncrement = INCREMENT;
  }

  /** What the code returned. @throws CallerDamaged unless all frames of the interpreter are intact */
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
