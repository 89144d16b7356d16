import { restore } from '../../cli/commands/restore';
import { say } from './speaking-program';

// Restores one backup over the other until it is killed: node restoring-program <data folder> <file> <file>

async function main(folder: string, files: readonly string[]): Promise<void> {
  say('begun');
  for (let n = 0; ; n++) {
    await restore(files[n % files.length]!, folder, true);
    say(`ok ${n}`);
  }
}

void main(process.argv[2]!, process.argv.slice(3));
