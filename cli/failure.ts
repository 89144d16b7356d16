/** What a user can mend: a wrong file, a port in use, a broken scenario. Printed without a stack; the exit code is 1. */
export class Failure extends Error {
  override readonly name = 'Failure';
}
