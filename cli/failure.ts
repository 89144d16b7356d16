/** A mistake that the user can correct, such as a wrong file. It is printed without a stack. The exit code is 1. */
export class Failure extends Error {
  override readonly name = 'Failure';
}
