import { Command, type ParseOptionsResult } from 'commander';
import { lineCount, oneOf, seconds } from './arguments';
import type { InviteOptions } from './commands/invite';
import type { RegistersOptions } from './commands/registers';
import type { SpeakerOptions } from './commands/speaker';
import type { StartOptions } from './commands/start';
import { IS_REPOSITORY } from './package-root';

// The commands of `stagebox`, with their arguments and options. Each command is a file in commands/, which is loaded when
// the command is called.

/** Names an option that it does not know before it names one that is missing: the first is often meant as the second. */
class StrictCommand extends Command {
  override createCommand(name?: string): Command {
    return new StrictCommand(name);
  }

  override parseOptions(argv: string[]): ParseOptionsResult {
    const parsed = super.parseOptions(argv);
    const [first = ''] = parsed.unknown;
    const isHelp = parsed.unknown.some((word) => word === '-h' || word === '--help');
    // A command that has commands leaves their options to them.
    if (first.startsWith('-') && !isHelp && this.commands.length === 0) {
      for (const option of this.options) option.makeOptionMandatory(false);
    }
    return parsed;
  }
}

function print(lines: readonly string[]): void {
  console.log(lines.join('\n'));
}

/** One speaker, at any relay. */
function addSpeaker(program: Command): void {
  program
    .command('speaker')
    .description('one simulated speaker on real sockets')
    .option('--name <name>', 'what the room calls it; needed, unless a link has one')
    .option('--room <id>', 'its home room (default: that of the link, or "lounge")')
    .option('--relay <host:port>', 'the relay', '127.0.0.1:7780')
    .option('--device <id>', 'the id by which the relay knows it')
    .option('--key <key>', 'the key that "stagebox devices add" showed')
    .option('--link <link>', 'a link into a room, for a speaker without a key')
    .option('--microphone <wav>', 'a WAV file, which is repeated, or "default": the microphone of this computer')
    .option(
      '--loudspeaker <which>',
      'none, or default: the loudspeaker of this computer',
      oneOf(['default', 'none']),
      'none',
    )
    .option('--duplex <mode>', 'half or full', oneOf(['half', 'full']), 'half')
    .option('--seconds <seconds>', 'stop after this time', seconds)
    .option('--out <folder>', 'where the recording goes', 'out')
    .action(async (options: SpeakerOptions) => (await import('./commands/speaker')).speaker(options));
}

/** A command that runs two speakers in real time. */
function castCommand(program: Command, name: string): Command {
  return program
    .command(name)
    .option('--seconds <seconds>', 'stop after this time', seconds)
    .option('--headless', 'no keys; a plain line every second', false)
    .option('--out <folder>', 'where the recordings go', 'out');
}

/** Relays and speakers on this computer. */
function addSimulations(program: Command): void {
  castCommand(program, 'start')
    .description('a relay and two speakers in real time, on real sockets')
    .action(async (options: StartOptions) => (await import('./commands/start')).start(options));

  program
    .command('relay')
    .description('the room relay; settings by environment: docs/operator.md')
    .action(async () => {
      process.exitCode = await (await import('../relay/main')).main();
    });

  program
    .command('simulate')
    .description('run a scenario in virtual time; the same seed gives the same bytes')
    .argument('<scenario.json>')
    .requiredOption('--out <folder>', 'where the recordings and report.json go')
    .action(async (scenario: string, options: { out: string }) => {
      const { simulate } = await import('./commands/simulate');
      const { exceptionsFailure } = await import('./board/board-console');
      const report = simulate(scenario, options.out);
      for (const [name, { joinMs, cpu, packets }] of Object.entries(report.speakers)) {
        console.log(
          `${name}: joined in ${joinMs ?? '-'} ms, got ${packets.received}, lost ${packets.lost}, cpu ${cpu}`,
        );
      }
      console.log(`written to ${options.out}`);
      const speakers = Object.entries(report.speakers);
      const failure = exceptionsFailure(speakers.map(([name, { exceptions }]) => [name, exceptions]));
      if (failure) throw failure;
    });

  program
    .command('demo')
    .description('play a story with the real bundle, the real relay and the real pages')
    .argument('<story>', 'invitation')
    .option('--real', 'in real time on real sockets, not in virtual time', false)
    .action(async (story: string, options: { real: boolean }) =>
      (await import('./commands/demo')).demo(story, options),
    );
}

/** What needs the sources of the firmware. */
function addBuildCommands(program: Command): void {
  castCommand(program, 'dev')
    .description('as start; a change of the firmware is built and runs at once')
    .action(async (options: StartOptions) => (await import('./commands/dev')).dev(options));

  program
    .command('build')
    .description('the bundle, its size and whether stock Espruino can run it')
    .action(async () => {
      process.exitCode = await (await import('./commands/build')).build();
    });

  program
    .command('kernels')
    .description('the machine code of the kernels: entries and size')
    .option('--listing', 'every instruction with the source it comes from', false)
    .action(async (options: { listing: boolean }) => {
      process.exitCode = (await import('./commands/kernels')).kernels(options);
    });
}

/** The registers that the firmware sets, and the cost of simulator and relay. */
function addMeasurements(program: Command): void {
  program
    .command('registers')
    .description('the I2S, DMA, pin and clock registers as the firmware leaves them, as JSON')
    .option('--rate <hz>', '8000 or 16000', oneOf(['8000', '16000']))
    .option('--direction <direction>', 'full, tx or rx', oneOf(['full', 'tx', 'rx']))
    .action(async (options: RegistersOptions) => {
      const { registers } = await import('./commands/registers');
      console.log(JSON.stringify(registers(options), null, 2));
    });

  program
    .command('bench')
    .description('the speed of the simulator and the cost of the relay')
    .option('--json <file>', 'write the figures there, too')
    .action(async (options: { json?: string }) => (await import('./commands/bench')).bench(options));
}

/** The stored data of a relay that does not run. */
function addDataCommands(program: Command): void {
  const dataFolder = process.env.STAGEBOX_DATA || './stagebox-data';
  // A misspelled variable would lead to other data than meant.
  const checkNames = async (): Promise<void> => (await import('../relay/config')).checkSettingNames(process.env);

  program
    .command('backup')
    .description('write everything that a stopped relay has stored to one file')
    .argument('<file>')
    .option('--data <folder>', 'the data folder of the relay', dataFolder)
    .hook('preAction', checkNames)
    .action(async (file: string, { data }: { data: string }) => {
      const entries = await (await import('./commands/backup')).backup(file, data);
      console.log(`${entries} entries written to ${file}`);
    });

  program
    .command('restore')
    .description('replace the stored data by a backup')
    .argument('<file>')
    .option('--data <folder>', 'the data folder of the relay', dataFolder)
    .option('--force', 'replace what is stored', false)
    .hook('preAction', checkNames)
    .action(async (file: string, { data, force }: { data: string; force: boolean }) => {
      const { entries, setAside } = await (await import('./commands/restore')).restore(file, data, force);
      if (setAside !== undefined) console.log(`the damaged files are in ${setAside}`);
      console.log(`${entries} entries restored to ${data}`);
    });
}

/** Requests to a running relay. */
function addOperatorCommands(program: Command): void {
  program
    .command('devices')
    .description('list, add, rotate or revoke devices of a running relay')
    .argument('<what>', 'list, add, rotate or revoke')
    .argument('[id]', 'small letters, digits and hyphens')
    .option('--name <name>', 'the name that people see')
    .action(async (what: string, id: string | undefined, { name }: { name?: string }) => {
      print(await (await import('./commands/devices')).devices(what, id, name));
    });

  program
    .command('invite')
    .description('invite somebody into a room of a running relay')
    .requiredOption('--room <id>', 'the room')
    .option('--host <person>', 'who invites, such as d:kitchen; not needed with the link of a host')
    .option('--host-name <name>', 'the name of the host that the guest sees')
    .requiredOption('--guest <person>', 'whose speaker rings, such as d:attic')
    .requiredOption('--guest-name <name>', 'the name of the guest on the page')
    .requiredOption('--text <text>', 'the invitation, in any language')
    .option('--starts <instant>', 'when it starts, such as 2027-03-01T12:00Z')
    .option('--deadline <instant>', 'when an answer is due; default: in a week')
    .option('--public', 'a page that anyone can follow', false)
    .option('--delegate <name>', 'make a link for a person who answers for the guest')
    .action(async (options: InviteOptions) => print(await (await import('./commands/invite')).invite(options)));

  program
    .command('audit')
    .description('the audit log of a running relay: who did what')
    .option('--limit <lines>', 'how many of the newest lines', lineCount, 100)
    .action(async ({ limit }: { limit: number }) => print(await (await import('./commands/audit')).audit(limit)));
}

/** The program with all its commands. Parsing arguments runs a command. */
export function createProgram(): Command {
  const program = new StrictCommand('stagebox').description(
    'A room relay, simulated speakers, and the tools around them.',
  );
  addSimulations(program);
  addSpeaker(program);
  if (IS_REPOSITORY) addBuildCommands(program);
  addMeasurements(program);
  addDataCommands(program);
  addOperatorCommands(program);
  return program;
}
