// Schemas of the fields of records, plans and requests. A message of a schema continues a sentence that begins with the name of
// the field; read-as.ts joins the two.

import * as v from 'valibot';
import { NAME_MAX } from '../../wire/limits';
import { isKeyHex, isName, isRoomId } from '../../wire/signal';
import { cleaned, utf8Bytes, type TextLimits } from './clean-text';
import { isPerson, isRecordId } from './ids';

export const flag = v.boolean('has to be true or false');
export const roomId = v.custom<string>(isRoomId, 'has to be 1 to 40 small letters, digits and hyphens');
export const recordId = v.custom<string>(isRecordId, 'has to be 1 to 64 letters, digits, hyphens and underscores');
export const person = v.custom<string>(isPerson, 'has to be a person, such as d:1f3a');
/** What `isNewName` demands, as the end of a sentence. */
export const NEW_NAME = `has to be 1 to ${NAME_MAX} bytes, none of them a control character; a letter that is not of the Latin alphabet has 2 to 4`;

/** Whether a speaker can have this name. It counts bytes of UTF-8, as a speaker does: what is longer, a speaker does not take. */
export function isNewName(value: unknown): value is string {
  return isName(value) && utf8Bytes(value) <= NAME_MAX;
}

/** A name that somebody chooses now. */
export const newName = v.custom<string>(isNewName, NEW_NAME);
/** A name that is kept. It may be from a time when characters were counted. */
export const displayName = v.custom<string>(isName, 'has to be 1 to 64 characters, none of them a control character');
export const keyHex = v.custom<string>(isKeyHex, 'has to be 64 lower-case hex digits');
function isEpochMs(value: unknown): boolean {
  return typeof value === 'number' && value >= 0 && value <= Number.MAX_SAFE_INTEGER;
}

/** An instant in epoch milliseconds. It may be fractional. */
export const instant = v.custom<number>(isEpochMs, `has to be a number from 0 to ${Number.MAX_SAFE_INTEGER}`);

/** Whether the value is an instant between two others, in whole epoch milliseconds. */
export function isInstant(value: unknown, earliestMs: number, latestMs: number): value is number {
  return Number.isSafeInteger(value) && (value as number) >= earliestMs && (value as number) <= latestMs;
}

/** A whole number within bounds. */
export function whole(least: number, most: number): v.GenericSchema<unknown, number> {
  const isGood = (value: unknown): boolean =>
    Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= most;
  return v.custom<number>(isGood, `has to be a whole number from ${least} to ${most}`);
}

/** One of a few values. */
export function oneOf<const Values extends readonly (string | number)[]>(
  values: Values,
): v.PicklistSchema<Values, string> {
  const listed = values.length > 1 ? `${values.slice(0, -1).join(', ')} or ${values.at(-1)}` : values.join();
  return v.picklist(values, `has to be ${listed}`);
}

/** A list of at most `most` items. */
export function listOf<Item extends v.GenericSchema>(
  item: Item,
  most: number,
): v.GenericSchema<unknown, v.InferOutput<Item>[]> {
  const complaint = `has to be a list of at most ${most}`;
  return v.pipe(v.array(item, complaint), v.maxLength(most, complaint));
}

/** A list of persons, none of them twice. */
export function persons(least: number, most: number): v.GenericSchema<unknown, readonly string[]> {
  const isGood = (value: unknown): boolean =>
    Array.isArray(value) &&
    value.length >= least &&
    value.length <= most &&
    value.every(isPerson) &&
    new Set(value).size === value.length;
  const count = least === 0 ? `at most ${most}` : `${least} to ${most}`;
  return v.custom<readonly string[]>(isGood, `has to be a list of ${count} persons, none of them twice`);
}

/** A text as somebody wrote it. It is cleaned while it is read. */
export function writtenText(limits: TextLimits): v.GenericSchema<unknown, string> {
  return v.pipe(
    v.unknown(),
    v.rawTransform<unknown, string>(({ dataset, addIssue, NEVER }) => {
      const text = cleaned(dataset.value, limits);
      if (typeof text === 'string') return text;
      addIssue({ message: text.complaint });
      return NEVER;
    }),
  );
}

/** A text that was cleaned before it was stored. */
export function storedText(limits: TextLimits): v.GenericSchema<unknown, string> {
  return v.custom<string>(
    (value) => typeof value === 'string' && cleaned(value, limits) === value,
    'is not a clean text',
  );
}

/** A schema for each field of a type. An object that `satisfies` it cannot leave out a field, not even an optional one. */
export type FieldsOf<T> = { readonly [Name in keyof T]-?: v.GenericSchema };

function complaintOf({ expected, path }: v.StrictObjectIssue): string {
  if (path === undefined) return 'has to be an object';
  return expected === 'never' ? 'is not a known field' : 'is missing';
}

/** An object that has these fields and no others. */
export function exactly<const Entries extends v.ObjectEntries>(
  entries: Entries,
): v.StrictObjectSchema<Entries, typeof complaintOf> {
  return v.strictObject(entries, complaintOf);
}

/** A rule about several fields of an object. The refusal of an object that breaks it names `field`. */
export function together<T extends object>(
  field: keyof T & string,
  isGood: (value: T) => boolean,
  message: string,
): v.RawCheckAction<T> {
  return v.rawCheck<T>(({ dataset, addIssue }) => {
    if (!dataset.typed || isGood(dataset.value)) return;
    const input = dataset.value as Record<string, unknown>;
    addIssue({ message, path: [{ type: 'object', origin: 'value', input, key: field, value: input[field] }] });
  });
}
