import { BOOT_BUNDLE, storageNameOf } from './link-files';
import type { StorageFiles } from './manifest';

// What a build may take of the board. What each limit protects, with measured figures: docs/reference/limits.md.

/** How much of one limit is used, in bytes. */
export type Limit = { readonly what: string; readonly used: number; readonly most: number };

export const BOOT_BUNDLE_BYTES = 48 * 1024;
export const ALL_FILES_BYTES = 96 * 1024;

/** The limits of the files in Storage. */
export function fileLimits(files: StorageFiles): Limit[] {
  const all = Object.values(files).reduce((sum, text) => sum + text.length, 0);
  const boot = files[storageNameOf(BOOT_BUNDLE)] ?? '';
  return [
    { what: 'boot bundle', used: boot.length, most: BOOT_BUNDLE_BYTES },
    { what: 'all files in Storage', used: all, most: ALL_FILES_BYTES },
  ];
}

/** A limit as a line for the console. */
export function limitLine({ what, used, most }: Limit): string {
  const rest = used <= most ? `${most - used} left` : `${used - most} TOO MANY`;
  return `${what}: ${used} of ${most} bytes, ${rest}`;
}
