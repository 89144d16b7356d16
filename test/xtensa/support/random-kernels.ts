/** The length of the memory, at the address in `d`, that a random kernel reads and writes. */
export const RANDOM_MEMORY_BYTES = 64;

const CONSTANTS = [
  0, 1, -1, 2, 3, 4, 5, 7, 8, 10, 15, 16, 31, 32, 88, 95, 96, 127, 128, 255, 256, 1000, 2047, 2048, -2048,
];
const LARGE = [
  0x7fff, 0x8000, 0xffff, 0x12345, -32768, 0x7fffffff, -0x80000000, 0xff00, 0x10000, -129, 32512, 0xfffffff0,
];
const TABLE = 'const BYTES = table8([1, 200, 3, 4, 5, 6, 7, 255]); const HALVES = table16([1, -2, 300, 40000]);';

/** The text of a random kernel `f(a, b, c, d)` with the functions that it calls. A larger `size` makes it longer. */
export function randomKernel(seed: number, size: number): string {
  return new Author(seed, size).program();
}

/** Writes code that always ends and stays in its memory. */
class Author {
  private state: number;
  private budget: number;
  private depth = 0;
  private loops = 0;
  private names: string[] = [];
  private readonly readOnly = new Set<string>();
  private fresh = 0;
  private readonly callable: { readonly name: string; readonly count: number }[] = [];

  constructor(seed: number, size: number) {
    this.state = seed | 0;
    this.budget = size;
  }

  program(): string {
    const total = this.budget;
    const helpers = this.below(3);
    const parts: string[] = [TABLE];
    for (let i = 0; i < helpers; i++) {
      this.budget = total >> 2;
      const names = ['a', 'b', 'c', 'e', 'g', 'd'].slice(5 - this.below(6));
      parts.push(
        `function h${i}(${names.map((name) => `${name}: number`).join(', ')}): number {\n${this.body(names)}}`,
      );
      this.callable.push({ name: `h${i}`, count: names.length });
    }
    this.budget = total;
    const four = ['a', 'b', 'c', 'd'];
    parts.push(`export function f(${four.map((name) => `${name}: number`).join(', ')}): number {\n${this.body(four)}}`);
    return parts.join('\n');
  }

  private body(names: readonly string[]): string {
    this.names = [...names];
    this.readOnly.clear();
    this.readOnly.add('d');
    const text = this.block(3 + this.below(6));
    return `${text}return ${this.value(3)};\n`;
  }

  private next(): number {
    this.state = (this.state + 0x9e3779b9) | 0;
    let mixed = this.state ^ (this.state >>> 16);
    mixed = Math.imul(mixed, 0x21f0aaad);
    mixed ^= mixed >>> 15;
    mixed = Math.imul(mixed, 0x735a2d97);
    return (mixed ^ (mixed >>> 15)) >>> 0;
  }

  private below(limit: number): number {
    return this.next() % limit;
  }

  private pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)]!;
  }

  private block(count: number): string {
    const outer = [...this.names];
    this.depth++;
    let text = '';
    for (let i = 0; i < count; i++) text += `${this.statement()}\n`;
    this.depth--;
    this.names = outer;
    return text;
  }

  private statement(): string {
    this.budget--;
    const isDeep = this.depth > 4 || this.budget < 0;
    switch (this.below(isDeep ? 6 : 12)) {
      case 0:
      case 1: {
        const name = `v${this.fresh++}`;
        const text = `let ${name} = ${this.value(3)};`;
        this.names.push(name);
        return text;
      }
      case 2:
      case 3:
      case 4: {
        const free = this.names.filter((name) => !this.readOnly.has(name));
        if (free.length === 0) return ';';
        const [name, operator] = [
          this.pick(free),
          this.pick(['=', '=', '+=', '-=', '^=', '|=', '&=', '<<=', '>>=', '*=']),
        ];
        return this.below(5) === 0 ? `${name}${this.pick(['++', '--'])};` : `${name} ${operator} ${this.value(3)};`;
      }
      case 5:
        return this.pick([
          () => `store8(${this.address(63)}, ${this.value(2)});`,
          () => `store16(${this.address(62)}, ${this.value(2)});`,
          () => `store32(${this.address(60)}, ${this.value(2)});`,
        ])();
      case 6:
      case 7: {
        const condition = this.condition(2);
        const yes = this.block(1 + this.below(3));
        const no = this.below(2) === 0 ? ` else {\n${this.block(1 + this.below(2))}}` : '';
        return `if (${condition}) {\n${yes}}${no}`;
      }
      case 8:
      case 9:
      case 10:
        return this.loop();
      default: {
        if (this.loops > 0 && this.below(2) === 0)
          return `if (${this.condition(2)}) ${this.pick(['break', 'continue'])};`;
        return `if (${this.condition(2)}) return ${this.value(2)};`;
      }
    }
  }

  private loop(): string {
    if (this.loops > 1) return ';';
    const counter = `i${this.fresh++}`;
    const bound = `((${this.value(1)}) & 7)`;
    this.names.push(counter);
    this.readOnly.add(counter);
    this.loops++;
    const kind = this.below(3);
    const body = this.block(1 + this.below(4));
    this.loops--;
    this.names.pop();
    const name = counter;
    if (kind === 0) return `for (let ${name} = 0; ${name} < ${bound}; ${name}++) {\n${body}}`;
    if (kind === 1) return `{ let ${name} = ${bound}; while (${name}-- > 0) {\n${body}} }`;
    return `{ let ${name} = ${bound}; do {\n${body}} while (--${name} > 0 && ${this.condition(1)}); }`;
  }

  private address(mask: number): string {
    return `d + ((${this.value(1)}) & ${mask})`;
  }

  private value(depth: number): string {
    this.budget--;
    if (depth === 0 || this.budget < -200 || this.below(6) === 0) return this.leaf();
    const inner = (): string => this.value(depth - 1);
    switch (this.below(13)) {
      case 0:
      case 1:
      case 2:
        return `(${inner()} ${this.pick(['+', '-', '&', '|', '^', '+', '-'])} ${inner()})`;
      case 3:
        return `(${inner()} ${this.pick(['+', '-', '&', '|', '^', '*', '<<', '>>', '>>>'])} ${this.constant()})`;
      case 4:
        return `(${inner()} ${this.pick(['<<', '>>', '>>>', '*'])} ${inner()})`;
      case 5:
        return `((${inner()} << ${this.pick(['1', '2', '3', '8', '16', '24'])}) ${this.pick(['+', '-', '|', '>>', '>>>'])} ${this.pick([inner(), '16', '24', '8'])})`;
      case 6:
        return `Math.${this.pick(['imul', 'min', 'max'])}(${inner()}, ${inner()})`;
      case 7:
        return this.pick([
          () => `Math.abs(${inner()})`,
          () => `Math.clz32(${inner()})`,
          () => `-(${inner()})`,
          () => `~${inner()}`,
        ])();
      case 8:
        return `(${this.condition(1)} ? ${inner()} : ${inner()})`;
      case 9:
        return this.pick([
          () => `load8(${this.address(63)})`,
          () => `load16(${this.address(62)})`,
          () => `load16u(${this.address(62)})`,
          () => `load32(${this.address(60)} + 0)`,
          () => `load8(BYTES + (${inner()} & 7))`,
          () => `load16(HALVES + ((${inner()} & 3) << 1))`,
        ])();
      case 10:
        return `Math.max(-32768, Math.min(32767, ${inner()}))`;
      default: {
        if (this.callable.length === 0 || this.loops > 1) return inner();
        const { name, count } = this.pick(this.callable);
        const values = Array.from({ length: count }, (_, index) => (index === count - 1 ? 'd' : this.value(1)));
        return `${name}(${values.join(', ')})`;
      }
    }
  }

  private leaf(): string {
    return this.below(3) === 0
      ? this.constant()
      : this.pick(this.names.filter((name) => name !== 'd').concat('(d & 3)'));
  }

  private constant(): string {
    const value = this.pick(this.below(3) === 0 ? LARGE : CONSTANTS);
    // A plain literal has a literal type, which TypeScript does not let be compared with another one.
    return `(${value} | 0)`;
  }

  private condition(depth: number): string {
    if (depth > 0 && this.below(5) === 0) {
      return `(${this.condition(depth - 1)} ${this.pick(['&&', '||'])} ${this.condition(depth - 1)})`;
    }
    switch (this.below(6)) {
      case 0:
        return `!(${this.value(1)})`;
      case 1:
        return `(${this.value(1)} & ${this.pick([1, 2, 8, 64, 0x8000, 6, 255, -1])}) ${this.pick(['===', '!=='])} ${this.pick([0, 0, 8, 6])}`;
      case 2:
        return `(${this.value(1)}) ${this.pick(['<', '<=', '>', '>=', '===', '!=='])} +${this.constant()}`;
      default:
        return `(${this.value(1)}) ${this.pick(['<', '<=', '>', '>=', '===', '!=='])} +(${this.value(1)})`;
    }
  }
}
