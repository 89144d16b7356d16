import type { Mutation } from '../support/bundle';

/** Mistakes to put into files of the compiler, each named after its effect on the code. */
export const MISCOMPILATIONS: readonly (readonly [what: string, mutation: Mutation])[] = [
  [
    'a wrong operand: differences the wrong way round',
    {
      file: 'lower/lower-value.ts',
      from: "emit('sub', selector.register(left), selector.register(right))",
      to: "emit('sub', selector.register(right), selector.register(left))",
    },
  ],
  [
    'swapped registers: the address is stored at the value',
    {
      file: 'lower/lower.ts',
      from: '[this.register(inputs[1]), this.register(inputs[0]), node.offset]',
      to: '[this.register(inputs[0]), this.register(inputs[1]), node.offset]',
    },
  ],
  [
    'swapped arguments of a call',
    {
      file: 'lower/lower.ts',
      from: 'this.copy(FIRST_OUTGOING + place, input)',
      to: 'this.copy(FIRST_OUTGOING + (place ^ 1), input)',
    },
  ],
  [
    'a missing window spill: entry leaves no room for it',
    { file: 'encode/assemble.ts', from: 'SAVE_AREA_BYTES = 32', to: 'SAVE_AREA_BYTES = 16' },
  ],
  [
    'a frame without its own places on the stack',
    { file: 'encode/assemble.ts', from: '((4 * machine.slots + 15) & ~15)', to: '((4 * machine.slots) & ~15)' },
  ],
  [
    'a spilled value that is never stored',
    {
      file: 'allocate/spill.ts',
      from: "isWritten && 'slot' in home ?",
      to: "isWritten && 'slot' in home && !isRead && isPart ?",
    },
  ],
  [
    'registers kept over a call that loses them',
    {
      file: 'machine/machine-function.ts',
      from: 'LOST_IN_CALLS: readonly number[] = [8, 9, 10, 11, 12, 13, 14, 15]',
      to: 'LOST_IN_CALLS: readonly number[] = [8, 9, 10, 11]',
    },
  ],
  [
    'registers shared by values that live at once: those of the way not taken are forgotten',
    {
      file: 'allocate/liveness.ts',
      from: 'new Set(successors.flatMap(',
      to: 'new Set(successors.slice(0, 1).flatMap(',
    },
  ],
  [
    'exchanged values where one copy overwrites what the next one reads',
    { file: 'lower/edges.ts', from: '!waiting.some(([, from]) => from === to)', to: 'to >= 0' },
  ],
  [
    'a branch to the wrong side',
    { file: 'encode/arrange.ts', from: 'mnemonic: inverted(before.mnemonic)', to: 'mnemonic: before.mnemonic' },
  ],
  [
    'a comparison off by one',
    { file: 'lower/lower-branch.ts', from: 'isStrict ? right.value + 1 : right.value', to: 'right.value' },
  ],
  [
    'a wrong literal: constants that are alike in their low halves become one',
    {
      file: 'machine/machine-function.ts',
      from: 'value === literal.value && table === literal.table',
      to: '((value ^ literal.value) & 0xffff) === 0 && table === literal.table',
    },
  ],
  [
    'a literal of which l32r misses the place at every other address',
    { file: 'machine/operand.ts', from: '(to - ((from + 3) & ~3)) >> 2', to: '(to - (from & ~3)) >> 2' },
  ],
  ['a missing relocation', { file: 'compile-kernels.ts', from: '(table ? [index] : [])', to: '(table ? [] : [])' }],
  [
    'a shift off by one',
    {
      file: 'lower/lower-value.ts',
      from: "emit('slli', selector.register(left), by)",
      to: "emit('slli', selector.register(left), by > 1 ? by - 1 : by)",
    },
  ],
  [
    'shifts by a variable through the wrong count',
    { file: 'lower/lower-value.ts', from: "'ssl' : 'ssr'", to: "'ssr' : 'ssl'" },
  ],
  ['a sign lost in loading', { file: 'lower/lower.ts', from: "load16: 'l16si'", to: "load16: 'l16ui'" }],
  [
    'a sign extended from the wrong bit',
    {
      file: 'lower/lower-value.ts',
      from: 'selector.register(left.inputs[0]), 31 - by)',
      to: 'selector.register(left.inputs[0]), 30 - by)',
    },
  ],
  [
    'a short form for constants that do not fit it',
    { file: 'machine/operand.ts', from: 'value >= -32 && value <= 95', to: 'value >= -32 && value <= 127' },
  ],
  [
    'a short form of adding −1 that adds 15',
    { file: 'machine/operand.ts', from: '(value === -1 ? 0 : value) << 4', to: '(value === -1 ? 15 : value) << 4' },
  ],
  [
    'a wrong immediate: addmi counts by 128',
    { file: 'machine/operand.ts', from: 'isSigned: true, step: 256', to: 'isSigned: true, step: 128' },
  ],
  [
    'a saturation one bit too wide',
    { file: 'lower/lower-value.ts', from: 'left.inputs[0]), bit)', to: 'left.inputs[0]), bit + 1)' },
  ],
  [
    'a conditional move on the opposite condition',
    {
      file: 'lower/lower-value.ts',
      from: "lt: 'movltz', ge: 'movgez' } as const;\nconst UNMOVE",
      to: "lt: 'movgez', ge: 'movltz' } as const;\nconst UNMOVE",
    },
  ],
  [
    'a value taken from a way that was not gone',
    {
      file: 'optimise/number-values.ts',
      from: 'other.block && dominance.dominates(other.block, block)',
      to: 'other.block',
    },
  ],
  [
    'bytes taken for positive in eight bits',
    { file: 'optimise/possible-bits.ts', from: 'return 0xff;', to: 'return 0x7f;' },
  ],
  [
    'a test skipped towards the wrong side',
    { file: 'optimise/thread-jumps.ts', from: '? yes : no;', to: '? no : yes;' },
  ],
  [
    'a minimum for a maximum',
    { file: 'optimise/select-values.ts', from: "isLess ? 'max' : 'min'", to: "isLess ? 'min' : 'max'" },
  ],
];
