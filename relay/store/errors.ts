// What can be wrong with a store. The messages are for whoever runs the relay.

/** The base of the errors below. Its message says what is wrong and what to do, so a stack is not needed. */
export abstract class StoreProblem extends Error {}

/** Another process has the store open. Nothing was changed. */
export class StoreInUse extends StoreProblem {
  override readonly name = 'StoreInUse';
  constructor(folder: string) {
    super(`the data in ${folder} is in use by another relay: stop that one, or give this one a folder of its own`);
  }
}

/** The store cannot be opened: its folder cannot be made or written, its files are damaged, or its data is not ours. */
export class StoreUnusable extends StoreProblem {
  override readonly name = 'StoreUnusable';
  /** `folder`: cannot be made or written. `full`: no room. `damaged`: cannot be read. `foreign`: not data of a relay. */
  readonly code: 'folder' | 'full' | 'damaged' | 'foreign';
  constructor(folder: string, code: StoreUnusable['code'], cause: string, whatToDo: string) {
    super(`cannot use the data in ${folder} (${cause}): ${whatToDo}`);
    this.code = code;
  }
}

/** The store was written by a newer relay, whose data this one does not know. Nothing was changed. */
export class StoreTooNew extends StoreProblem {
  override readonly name = 'StoreTooNew';
  constructor(version: number, newest: number) {
    super(`the data has version ${version} and this relay knows versions up to ${newest}: run the newer relay again`);
  }
}

/**
 * The medium failed. Nothing of the rejected commit is kept.
 * `full`: no room. `io`: any other fault of the medium. `damaged`: what was read is not valid. `closed`: `close()` was called.
 */
export class StoreFailed extends StoreProblem {
  override readonly name = 'StoreFailed';
  readonly code: 'full' | 'io' | 'damaged' | 'closed';
  constructor(code: StoreFailed['code'], detail: string) {
    super(`the store failed (${code}): ${detail}`);
    this.code = code;
  }
}

/** A change that no store takes, whatever its medium. It is a mistake of the caller. */
export class BadChange extends StoreProblem {
  override readonly name = 'BadChange';
  readonly code: 'bad-key' | 'bad-value' | 'too-large';
  constructor(code: BadChange['code'], message: string) {
    super(message);
    this.code = code;
  }
}
