// What can be wrong with a store. All of it is told in words to whoever runs the relay.

/** Base of everything below: its message says what is wrong and what to do, and needs no stack. */
export abstract class StoreProblem extends Error {}

/** Another process has the store open. Nothing was touched. */
export class StoreInUse extends StoreProblem {
  override readonly name = 'StoreInUse';
  constructor(folder: string) {
    super(`the data in ${folder} is in use by another relay: stop that one, or give this one a folder of its own`);
  }
}

/** The store cannot be opened: a folder that cannot be made or written, damaged files, data of something else. */
export class StoreUnusable extends StoreProblem {
  override readonly name = 'StoreUnusable';
  /** `folder`: of the file system; `full`: no room on it; `damaged`: what is stored cannot be read; `foreign`: not ours. */
  readonly code: 'folder' | 'full' | 'damaged' | 'foreign';
  constructor(folder: string, code: StoreUnusable['code'], cause: string, whatToDo: string) {
    super(`cannot use the data in ${folder} (${cause}): ${whatToDo}`);
    this.code = code;
  }
}

/** The store was written by a newer relay; this one would not understand it. Nothing was touched. */
export class StoreTooNew extends StoreProblem {
  override readonly name = 'StoreTooNew';
  constructor(version: number, newest: number) {
    super(`the data has version ${version} and this relay knows versions up to ${newest}: run the newer relay again`);
  }
}

/**
 * The medium refused. Of the commit that got this nothing is kept.
 * `full`: no room; `io`: any other fault of the medium; `damaged`: what was read makes no sense; `closed`: asked after `close()`.
 */
export class StoreFailed extends StoreProblem {
  override readonly name = 'StoreFailed';
  readonly code: 'full' | 'io' | 'damaged' | 'closed';
  constructor(code: StoreFailed['code'], detail: string) {
    super(`the store failed (${code}): ${detail}`);
    this.code = code;
  }
}

/** A change that no store takes, whatever its medium: a mistake of the caller. */
export class BadChange extends StoreProblem {
  override readonly name = 'BadChange';
  readonly code: 'bad-key' | 'bad-value' | 'too-large';
  constructor(code: BadChange['code'], message: string) {
    super(message);
    this.code = code;
  }
}
