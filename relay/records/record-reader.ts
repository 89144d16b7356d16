// Reads a stored record field by field. The first field that is not what it must be is the answer; nothing else is thrown.

import { refuse, type Refusal } from '../ports/refusal';

/** Why a stored record cannot be used. `field` is a path, such as `notes[2].text`. */
export type BadRecord = Refusal<'bad-record'>;

class Unreadable extends Error {
  readonly record: BadRecord;
  constructor(field: string, message: string) {
    super(message);
    this.record = refuse('bad-record', `${field} ${message}`, field);
  }
}

/** One record while it is read. Every method gives the field, or ends the reading. */
export class RecordReader {
  private readonly fields: { readonly [name: string]: unknown };
  private readonly path: string;

  constructor(value: unknown, path: string) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw new Unreadable(path || 'record', 'has to be an object');
    }
    this.fields = value as { readonly [name: string]: unknown };
    this.path = path;
  }

  private value(name: string): unknown {
    return Object.hasOwn(this.fields, name) ? this.fields[name] : undefined;
  }

  /** Ends the reading with what is wrong about a field. */
  fail(name: string, message: string): never {
    throw new Unreadable(this.path ? `${this.path}.${name}` : name, message);
  }

  /** What a check says is of its type. */
  checked<T>(name: string, isGood: (value: unknown) => value is T, message: string): T {
    const value = this.value(name);
    return isGood(value) ? value : this.fail(name, message);
  }

  /** A field that may be missing, as something to spread into the result. */
  optional<T, K extends string>(name: K, read: () => T): { readonly [key in K]?: T } {
    return this.value(name) === undefined ? {} : ({ [name]: read() } as { readonly [key in K]?: T });
  }

  /** A text that is its own cleaned form. */
  text(name: string, clean: (value: unknown) => unknown): string {
    const value = this.value(name);
    return typeof value === 'string' && clean(value) === value ? value : this.fail(name, 'is not a clean text');
  }

  /** A finite number within its bounds; instants need no upper one. */
  number(name: string, least: number, most: number = Number.MAX_SAFE_INTEGER): number {
    const value = this.value(name);
    const isGood = typeof value === 'number' && value >= least && value <= most;
    return isGood ? value : this.fail(name, `has to be a number from ${least} to ${most}`);
  }

  whole(name: string, least: number, most: number): number {
    const value = this.number(name, least, most);
    return Number.isInteger(value) ? value : this.fail(name, 'has to be a whole number');
  }

  flag(name: string): boolean {
    const value = this.value(name);
    return typeof value === 'boolean' ? value : this.fail(name, 'has to be true or false');
  }

  oneOf<T extends string | number>(name: string, values: readonly T[]): T {
    const value = this.value(name);
    const known = values.find((candidate) => candidate === value);
    return known === undefined ? this.fail(name, `has to be one of ${values.join(', ')}`) : known;
  }

  record(name: string): RecordReader {
    return new RecordReader(this.value(name), this.path ? `${this.path}.${name}` : name);
  }

  /** A list of at most `most` records. */
  records<T>(name: string, most: number, read: (record: RecordReader) => T): readonly T[] {
    const value = this.value(name);
    if (!Array.isArray(value) || value.length > most) this.fail(name, `has to be a list of at most ${most}`);
    const path = this.path ? `${this.path}.${name}` : name;
    return value.map((item, place) => read(new RecordReader(item, `${path}[${place}]`)));
  }

  /** A list of at most `most` values that a check says are of its type, none of them twice. */
  list<T>(name: string, most: number, isGood: (value: unknown) => value is T): readonly T[] {
    const value = this.value(name);
    if (!Array.isArray(value) || value.length > most) this.fail(name, `has to be a list of at most ${most}`);
    const place = value.findIndex((item, at) => !isGood(item) || value.indexOf(item) !== at);
    return place < 0 ? value : this.fail(`${name}[${place}]`, 'is not what it has to be, or is there twice');
  }
}

/** Reads a record from JSON text. Total: any text gives a value or says which field is bad. */
export function readRecord<T>(text: string, read: (record: RecordReader) => T): T | BadRecord {
  try {
    return read(new RecordReader(JSON.parse(text), ''));
  } catch (error) {
    if (error instanceof Unreadable) return error.record;
    if (error instanceof SyntaxError) return refuse('bad-record', 'record is not JSON', 'record');
    throw error;
  }
}
