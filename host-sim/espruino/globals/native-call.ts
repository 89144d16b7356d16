import { UnmodelledCall } from '../cpu/errors';
import type { Interpreter } from '../interpreter/interpreter';

/** What a call of machine code returned, and the number of instructions it took. */
export type NativeResult = { readonly result: number; readonly instructions: number };

/** The types of a signature with the interpreter's numbers for them (JSWAT_… in src/jswrapper.h). */
const TYPES: Readonly<Record<string, number>> = { void: 0, JsVar: 1, bool: 3, int: 4, Pin: 5, float: 6, double: 7 };
const TYPE_BITS = 3;
const MODELLED = ['void', 'int'];

type Signature = { readonly types: readonly string[]; readonly isRight: boolean };

/** Parses a signature such as `int(int,int)` as the interpreter does. It allows a comma at the end. */
function parse(text: string): Signature {
  const tokens = text.match(/[A-Za-z_$][\w$]*|\S/g) ?? [];
  const types: string[] = [];
  const take = (): boolean => {
    const token = tokens.shift() ?? '';
    if (!Object.hasOwn(TYPES, token)) return false;
    types.push(token);
    return true;
  };
  let isRight = take() && tokens.shift() === '(';
  while (isRight && tokens.length > 0 && tokens[0] !== ')')
    isRight = take() && (tokens[0] === ')' || tokens.shift() === ',');
  isRight = isRight && tokens.shift() === ')';
  const bits = types.reduce((all, type, i) => all + TYPES[type]! * 2 ** (TYPE_BITS * i), 0);
  return { types, isRight: isRight && bits <= 0xffff };
}

/** Makes `E.nativeCall`, which gives a function that calls machine code at an address. */
export function createNativeCall(
  interpreter: Interpreter,
  run: (address: number, values: readonly number[]) => NativeResult,
): (address: unknown, signature: unknown, data: unknown) => unknown {
  const { cpu, costs, fail } = interpreter;

  const unmodelled = (why: string): Error => cpu.stop(new UnmodelledCall('E.nativeCall', why));

  return (address, signature, data) => {
    cpu.charge(costs.nativeCall);
    if (signature !== undefined && typeof signature !== 'string') return fail('Invalid Signature');
    const { types, isRight } = signature === undefined ? { types: ['void'], isRight: true } : parse(signature);
    if (!isRight) return fail(`Error Parsing signature at argument number ${types.length}`);
    const strange = types.find((type) => !MODELLED.includes(type));
    if (strange !== undefined) throw unmodelled(`values of type ${strange} are not modelled`);
    if (data !== undefined)
      throw unmodelled('code in a flat string is in data memory, where the ESP32 cannot execute it');
    const [resultType, ...valueTypes] = types;
    const count = valueTypes.filter((type) => type === 'int').length;

    return (...values: unknown[]): number | undefined => {
      cpu.charge(costs.nativeCall);
      const words = Array.from({ length: count }, (_, i) => Number(values[i] ?? 0) | 0);
      const { result, instructions } = run(Number(address) >>> 0, words);
      cpu.charge(instructions * costs.nativePerInstruction);
      return resultType === 'int' ? result : undefined;
    };
  };
}
