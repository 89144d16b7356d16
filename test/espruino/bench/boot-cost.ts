import type { StorageFiles } from '../../../firmware/build/storage-names';
import { withBootBundle } from '../../support/bundle';
import { CountedBoard, MARK } from './counted-board';

/** What a start of the firmware costs, in host instructions; from the first character of the boot bundle to its last. */
type BootCost = {
  readonly codec: string;
  readonly instructions: number;
  /** Of it: the check of the firmware's files, that is SHA-256. */
  readonly hashing: number;
  /** Variables in use afterwards, less those that were in use before the bundle. */
  readonly variables: number;
};

type Status = { readonly codec: string; readonly fault: string };

/** Counts a start with these settings. `isFirst`: nothing is in flash yet that a start before would have made. */
export async function measureBoot(
  interpreter: string,
  firmware: StorageFiles,
  settings: Readonly<Record<string, unknown>>,
  isFirst: boolean,
): Promise<BootCost> {
  const marked = withBootBundle(firmware, (code) => `${MARK};${code};${MARK}`);
  const start = async (flash?: Buffer): Promise<CountedBoard> => {
    const counted = new CountedBoard(interpreter, marked, settings, flash);
    const { board } = counted;
    await board.until('the bundle to run', async () => (await board.evaluate('typeof status')) === 'function');
    return counted;
  };
  let counted = await start();
  try {
    if (!isFirst) {
      const flash = counted.board.flash();
      counted.close();
      counted = await start(flash);
    }
    const profile = counted.profileOfBoot();
    const { codec, fault } = await counted.board.evaluate<Status>('status()');
    if (fault) throw new Error(fault);
    const variables = await counted.board.evaluate<number>('process.memory().usage - __board.usage');
    const hashing = profile.into('jswrap_crypto_SHAx').instructions;
    return { codec, instructions: profile.total, hashing, variables };
  } finally {
    counted.close();
  }
}
