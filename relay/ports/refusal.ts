/**
 * Why something is refused: a value, not an exception. `code` is stable, and pages, tools and speakers act on it.
 * `message` is for people. `field` is the name of the input that it is about, as its sender wrote it.
 */
export type Refusal<Code extends string = string> = {
  readonly code: Code;
  readonly message: string;
  readonly field?: string;
};

/** Makes a refusal. */
export function refuse<Code extends string>(code: Code, message: string, field?: string): Refusal<Code> {
  return field === undefined ? { code, message } : { code, message, field };
}

/** Whether an outcome is a refusal. Nothing else has both a `code` and a `message`. */
export function isRefusal<T extends object, Code extends string>(outcome: T | Refusal<Code>): outcome is Refusal<Code> {
  return 'code' in outcome && 'message' in outcome;
}
