import { StoreFailed, StoreInUse, StoreUnusable, type StoreProblem } from '../store/errors';

type Fault = { readonly code?: string; readonly message: string; readonly cause?: unknown };

/** The error and what caused it, outermost first. What comes from native code may be no `Error` of this realm. */
function chain(error: unknown): readonly Fault[] {
  const faults: Fault[] = [];
  for (let e = error; typeof e === 'object' && e !== null && 'message' in e; e = (e as Fault).cause)
    faults.push(e as Fault);
  return faults.length > 0 ? faults : [{ message: String(error) }];
}

function codesAndWords(error: unknown): string {
  return chain(error)
    .map(({ code = '', message }) => `${code} ${message}`)
    .join('; ');
}

/** What went wrong in the end, in the words of the operating system. */
function innermost(error: unknown): string {
  const faults = chain(error);
  return faults[faults.length - 1].message.replace(/^IO error: /, '');
}

const FULL = /ENOSPC|EDQUOT|EFBIG|No space left|[Qq]uota exceeded|File too large/;
/** A table shorter than what is sought in it comes as an invalid argument of the operating system. */
const DAMAGED = /LEVEL_CORRUPTION|Corruption|\.(ldb|sst): Invalid argument/;

/** A read or a write that failed. */
export function asStoreFailed(error: unknown): StoreFailed {
  if (error instanceof StoreFailed) return error;
  const told = codesAndWords(error);
  if (FULL.test(told)) return new StoreFailed('full', `no room is left for the data; make some (${innermost(error)})`);
  if (DAMAGED.test(told)) return new StoreFailed('damaged', `${innermost(error)}; restore a backup`);
  return new StoreFailed('io', innermost(error));
}

/** A store that could not be opened. */
export function asOpeningProblem(folder: string, error: unknown): StoreProblem {
  const told = codesAndWords(error);
  const cause = innermost(error);
  if (/LEVEL_LOCKED/.test(told)) return new StoreInUse(folder);
  if (FULL.test(told)) return new StoreUnusable(folder, 'full', cause, 'make room there and start again');
  // A list of files that names one that is gone comes as an I/O error.
  if (DAMAGED.test(told) || /(MANIFEST-\d+|\.ldb|\.log|CURRENT).*No such file/.test(told)) {
    return new StoreUnusable(folder, 'damaged', cause, 'restore a backup');
  }
  return new StoreUnusable(
    folder,
    'folder',
    cause,
    'give it a folder that can be written, with STAGEBOX_DATA or --data',
  );
}
