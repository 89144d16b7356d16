import * as v from 'valibot';
import { refuse, type Refusal } from '../ports/refusal';

/** The path of an issue, such as `notes[2].text`. Empty for the value itself. */
function pathOf({ path }: v.BaseIssue<unknown>): string {
  return (path ?? []).reduce((before, { type, key }) => {
    if (type === 'array') return `${before}[${String(key)}]`;
    return before === '' ? String(key) : `${before}.${String(key)}`;
  }, '');
}

/**
 * Reads a value by a schema. Total: any value gives the output of the schema, or a refusal with this code that names the first
 * wrong field. `name` stands for the value itself.
 */
export function readAs<Schema extends v.GenericSchema, Code extends string>(
  schema: Schema,
  value: unknown,
  code: Code,
  name: string,
): v.InferOutput<Schema> | Refusal<Code> {
  const read = v.safeParse(schema, value, { abortEarly: true });
  if (read.success) return read.output;
  const [issue] = read.issues;
  const field = pathOf(issue) || name;
  return refuse(code, `${field} ${issue.message}`, field);
}

/** Reads a stored record. Total. */
export function readRecord<Schema extends v.GenericSchema>(
  schema: Schema,
  value: unknown,
): v.InferOutput<Schema> | Refusal<'bad-record'> {
  return readAs(schema, value, 'bad-record', 'record');
}

/** Reads a record that was stored as JSON text. Total. */
export function readJsonRecord<Schema extends v.GenericSchema>(
  schema: Schema,
  text: string,
): v.InferOutput<Schema> | Refusal<'bad-record'> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return refuse('bad-record', 'record is not JSON', 'record');
  }
  return readRecord(schema, value);
}
