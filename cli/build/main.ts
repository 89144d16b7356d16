import { Failure } from '../failure';
import { SOURCES_ARE_BROKEN } from '../freshness/fresh-files';
import { buildFirmware } from './build-firmware';
import { compileCommand } from './compile-command';

// `npm run build`: the firmware, and the command `stagebox`. With `firmware` or `command`: only that, and only if its sources
// have changed since.

async function main(only: string | undefined): Promise<void> {
  const onlyIfStale = only !== undefined;
  if (only !== 'command') await buildFirmware({ onlyIfStale });
  if (only !== 'firmware') await compileCommand({ onlyIfStale });
}

main(process.argv[2]).catch((error: unknown) => {
  console.error(error instanceof Failure ? error.message : error);
  process.exitCode = error instanceof Failure ? SOURCES_ARE_BROKEN : 1;
});
