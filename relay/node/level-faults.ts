import { StoreFailed, StoreInUse, StoreUnusable, type StoreProblem } from '../store/errors';

type Fault = { readonly code?: string; readonly message: string; readonly cause?: unknown };

/** The error and its causes, outermost first. An error from native code may not be an `Error` of this realm. */
function chain(error: unknown): readonly Fault[] {
  const faults: Fault[] = [];
  for (let e = error; typeof e === 'object' && e !== null && 'message' in e; e = (e as Fault).cause)
    faults.push(e as Fault);
  return faults;
}

function codesAndMessages(error: unknown): string {
  const faults = chain(error);
  return faults.length === 0 ? String(error) : faults.map(({ code = '', message }) => `${code} ${message}`).join('; ');
}

/** The innermost cause, as the operating system describes it. */
function causeOf(error: unknown): string {
  const message = chain(error).at(-1)?.message ?? String(error);
  return message.replace(/^IO error: /, '');
}

const FULL = /ENOSPC|EDQUOT|EFBIG|No space left|[Qq]uota exceeded|File too large/;
/** Reading beyond the end of a truncated table fails with "Invalid argument" of the operating system. */
const DAMAGED = /LEVEL_CORRUPTION|Corruption|\.(ldb|sst): Invalid argument/;

/** The error of a read or write that failed. */
export function asStoreFailed(error: unknown): StoreFailed {
  if (error instanceof StoreFailed) return error;
  const described = codesAndMessages(error);
  if (FULL.test(described))
    return new StoreFailed('full', `no room is left for the data: make some (${causeOf(error)})`);
  if (DAMAGED.test(described)) return new StoreFailed('damaged', `${causeOf(error)}: restore a backup`);
  return new StoreFailed('io', causeOf(error));
}

/** The error of a store that could not be opened. */
export function asOpeningProblem(folder: string, error: unknown): StoreProblem {
  const described = codesAndMessages(error);
  const cause = causeOf(error);
  if (/LEVEL_LOCKED/.test(described)) return new StoreInUse(folder);
  if (FULL.test(described)) return new StoreUnusable(folder, 'full', cause, 'make room there and start again');
  // A missing file that the database's list of files names is an I/O error for LevelDB.
  if (DAMAGED.test(described) || /(MANIFEST-\d+|\.ldb|\.log|CURRENT).*No such file/.test(described)) {
    return new StoreUnusable(folder, 'damaged', cause, 'restore a backup');
  }
  return new StoreUnusable(
    folder,
    'folder',
    cause,
    'give it a folder that can be written, with STAGEBOX_DATA or --data',
  );
}
