import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { HumanError, toError } from '../core/errors';
import type { Installation } from '../node/installation';
import { buildBundled } from './commands/buildBundled';
import { listExercises } from './commands/list';
import { runAttempt } from './commands/run';
import { scaffold } from './commands/scaffold';
import { verify } from './commands/verify';
import { exitCodes, type ExitCode, type Io } from './io';

/** Runs one command line. Expected errors are one line and code 2; anything else is a bug, with its stack, and 70. */
export async function runCli(argv: readonly string[], installation: Installation, io: Io): Promise<ExitCode> {
  let code: ExitCode = exitCodes.ok;
  const program = defineCommands(installation, io, await installation.version(), result => {
    code = result;
  });
  try {
    await program.parseAsync(argv, { from: 'user' });
    return code;
  } catch (thrown) {
    // Commander has written its own message.
    if (thrown instanceof CommanderError) return thrown.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
    const error = toError(thrown);
    if (error instanceof HumanError) {
      io.err(`error: ${error.message.replaceAll(/\s*\n\s*/g, ' ')}`);
      return exitCodes.usage;
    }
    io.err(error.stack ?? error.message);
    return exitCodes.bug;
  }
}

function defineCommands(
  installation: Installation,
  io: Io,
  version: string,
  finish: (code: ExitCode) => void,
): Command {
  const program = new Command('design-drills')
    .description('Guided system-design exercises with hidden tests.')
    .version(version)
    .exitOverride()
    .configureOutput({
      writeOut: text => io.out(text.trimEnd()),
      writeErr: text => io.err(text.trimEnd()),
      getOutHasColors: () => io.color,
      getErrHasColors: () => false,
    });
  const packs = ['--packs <folder>', 'a pack, or a folder of packs; may be repeated', collect, []] as const;

  program
    .command('list')
    .description('Show the exercises of all packs.')
    .option(...packs)
    .option('--json', 'print one JSON object')
    .action(async (options: { packs: string[]; json?: true }) => {
      finish(await listExercises({ ...options, json: options.json ?? false }, installation, io));
    });

  program
    .command('scaffold')
    .description('Write the files of an exercise into a folder. Files that you have changed are kept.')
    .argument('<exercise>', 'pack/exercise')
    .requiredOption('--into <folder>', 'the folder of the attempt')
    .option('--solution', 'the reference solution instead of the starter')
    .option('--wrong <id>', 'one of the wrong variants instead of the starter')
    .option(...packs)
    .action(
      async (ref: string, options: { into: string; packs: string[]; solution?: true; wrong?: string }) => {
        finish(await scaffold({ ...options, ref, solution: options.solution ?? false }, installation, io));
      },
    );

  program
    .command('run')
    .description('Check an attempt with the hidden suites.')
    .argument('<exercise>', 'pack/exercise')
    .requiredOption('--attempt <folder>', 'the folder of the attempt')
    .option('--suite <id>', 'this suite only')
    .option('--seed <number>', 'repeat the run that had this seed', wholeNumber(0, 0xffff_ffff))
    .option(...packs)
    .option('--json', 'print one JSON object')
    .action(
      async (
        ref: string,
        options: { attempt: string; packs: string[]; suite?: string; seed?: number; json?: true },
      ) => {
        finish(await runAttempt({ ...options, ref, json: options.json ?? false }, installation, io));
      },
    );

  program
    .command('verify')
    .description(
      'Prove that a pack is sound: its solutions pass, its starters and wrong variants fail as they should.',
    )
    .argument('<pack>', 'the folder of the pack')
    .option('--exercise <id>', 'this exercise only; may be repeated', collect, [])
    .option('--seeds <number>', 'how many seeds every design runs with', wholeNumber(1, 1000), 3)
    .option('--no-mutants', 'do not try the suites on changes of the solution')
    .option('--json', 'print one JSON object')
    .action(
      async (pack: string, options: { exercise: string[]; seeds: number; mutants: boolean; json?: true }) => {
        finish(await verify({ ...options, pack, json: options.json ?? false }, installation, io));
      },
    );

  program
    .command('build-bundled', { hidden: true })
    .requiredOption('--into <folder>', 'the folder for the built packs')
    .option('--draft', 'leave out exercises that have mistakes, instead of failing')
    .action(async (options: { into: string; draft?: true }) => {
      finish(await buildBundled({ ...options, draft: options.draft ?? false }, installation, io));
    });

  // Subcommands do not inherit these.
  for (const command of program.commands) command.copyInheritedSettings(program);
  return program;
}

const collect = (value: string, before: readonly string[]): string[] => [...before, value];

const wholeNumber =
  (least: number, most: number) =>
  (text: string): number => {
    const value = /^\d+$/.test(text) ? Number(text) : NaN;
    if (value >= least && value <= most) return value;
    throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`);
  };
