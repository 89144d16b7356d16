import { INSTRUCTIONS, type ImmediateKind } from '../../host-sim/lx6/instruction-table';
import { encode, type Fields } from './lx6-encode';

/** A label, an instruction, or an instruction that names a label. */
export type Line = string | readonly [name: string, fields?: Fields, target?: string];

const KINDS = new Map(INSTRUCTIONS.map(([name, , kind]) => [name, kind]));

/** The immediate's bits for a target, by how the instruction counts. */
function distance(kind: ImmediateKind | undefined, target: number, pc: number): Fields {
  if (kind === 'call') return { i: (target - (pc & ~3) - 4) >> 2 };
  if (kind === 'l32r') return { i: (target - ((pc + 3) & ~3)) >> 2 };
  const bytes = target - pc - 4;
  return kind === 'branch6' ? { i: bytes & 15, h: bytes >> 4 } : { i: bytes };
}

/** Assembles lines to words. `.align` fills up with no-ops to a multiple of four, and so does `entry`. */
export function assemble(lines: readonly Line[]): {
  readonly words: number[];
  readonly labels: ReadonlyMap<string, number>;
} {
  const labels = new Map<string, number>();
  const pass = (): number[] => {
    const bytes: number[] = [];
    const align = (): void => {
      while (bytes.length % 4 === 1 || bytes.length % 4 === 3) bytes.push(...encode('nop'));
      if (bytes.length % 4 === 2) bytes.push(...encode('nop.n'));
    };
    for (const line of lines) {
      if (line === '.align') align();
      else if (typeof line === 'string') labels.set(line, bytes.length);
      else {
        const [name, fields = {}, target] = line;
        const extra =
          target === undefined ? {} : distance(KINDS.get(name), labels.get(target) ?? bytes.length, bytes.length);
        bytes.push(...encode(name, { ...fields, ...extra }));
      }
    }
    align();
    return bytes;
  };
  pass();
  const bytes = Uint8Array.from(pass());
  return { words: [...new Uint32Array(bytes.buffer)], labels };
}
