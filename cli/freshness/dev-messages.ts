import type { StorageFiles } from '../../firmware/build/storage-names';

/** What the process that builds while `stagebox dev` runs says to it. */
export type DevMessage =
  | {
      readonly kind: 'built';
      /** What has changed, by paths from the root of the repository; empty at the first build. */
      readonly changed: readonly string[];
      readonly firmware: StorageFiles;
      /** Source maps by names in Storage. */
      readonly maps: Readonly<Record<string, string>>;
      readonly tookMs: number;
    }
  /** The sources have changed, and what goes onto a board has not. */
  | { readonly kind: 'same'; readonly changed: readonly string[] }
  /** The sources do not build. */
  | { readonly kind: 'broken'; readonly changed: readonly string[]; readonly problems: readonly string[] }
  /** What is wrong with the types of the latest build. It runs all the same. */
  | { readonly kind: 'types'; readonly problems: readonly string[] };

/** The exit code with which that process asks to be started again, because what it is made of has changed. */
export const START_BUILDER_AGAIN = 75;
