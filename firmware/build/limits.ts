import { BOOT_FILE, type StorageFiles } from './storage-names';

// What a build may take of the board. What each limit protects, with measured figures: docs/reference/limits.md.

/** How much of one limit is used, in bytes. */
export type Limit = {
  readonly what: string;
  readonly used: number;
  readonly most: number;
  /** What boards do that have no room for more. Missing where no board could run such a build. */
  readonly beyond?: string;
};

const BOOT_BUNDLE_BYTES = 48 * 1024;
const ALL_FILES_BYTES = 96 * 1024;

/** The limits of the files in Storage. */
export function fileLimits(files: StorageFiles): Limit[] {
  const all = Object.values(files).reduce((sum, text) => sum + text.length, 0);
  const boot = files[BOOT_FILE] ?? '';
  return [
    { what: 'boot bundle', used: boot.length, most: BOOT_BUNDLE_BYTES },
    { what: 'all files in Storage', used: all, most: ALL_FILES_BYTES },
  ];
}

/** Whether a build is over a limit that it must keep. */
export function isBroken({ used, most, beyond }: Limit): boolean {
  return used > most && beyond === undefined;
}

/** A limit as a line for the console. */
export function limitLine({ what, used, most, beyond }: Limit): string {
  const rest = used <= most ? `${most - used} left` : `${used - most} too many${beyond ? `: ${beyond}` : ''}`;
  return `${what}: ${used} of ${most} bytes, ${rest}`;
}
