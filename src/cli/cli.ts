import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { HumanError, toError } from '../core/errors';
import type { ChildPool } from '../node/childPool';
import type { Installation } from '../node/installation';
import { exitCodes, type ExitCode, type Io } from './io';

/**
 * Runs one command line. Expected errors are one line and code 2; anything else is a bug, with its stack, and 70. Each
 * command's code is loaded when it is asked for.
 *
 * @param children has begun to start the child of a run, to save time
 */
export async function runCli(
  argv: readonly string[],
  installation: Installation,
  io: Io,
  children?: ChildPool,
): Promise<ExitCode> {
  let code: ExitCode = exitCodes.ok;
  const version = await installation.version();
  const program = defineCommands({ installation, io, version, children }, result => {
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

interface Surroundings {
  readonly installation: Installation;
  readonly io: Io;
  readonly version: string;
  readonly children: ChildPool | undefined;
}

function defineCommands(
  { installation, io, version, children }: Surroundings,
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
  const packs = [
    '--packs <path>',
    'a pack, a .drillpack, or a folder of either; may be repeated',
    collect,
    [],
  ] as const;
  const key = ['--key <file>', 'the private key to sign with, from keygen'] as const;
  const library = [
    '--library <folder>',
    'where installed packs are kept, in place of your own folder; DESIGN_DRILLS_LIBRARY names it for every command',
  ] as const;
  const name = ['--name <name>', 'what people see as the signer'] as const;

  program
    .command('list')
    .description('Show the exercises of all packs.')
    .option(...packs)
    .option('--json', 'print one JSON object')
    .action(async (options: { packs: string[]; json?: true }) => {
      const { listExercises } = await import('./commands/list');
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
        const { scaffold } = await import('./commands/scaffold');
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
    .option('--coverage', 'measure what of your files the checks execute')
    .option('--junit <file>', 'write JUnit XML as well')
    .option('--ctrf <file>', 'write a Common Test Report as well')
    .option('--gradescope <file>', 'write results.json for Gradescope as well')
    .option(...packs)
    .option('--json', 'print one JSON object')
    .action(
      async (
        ref: string,
        options: {
          attempt: string;
          packs: string[];
          suite?: string;
          seed?: number;
          coverage?: true;
          junit?: string;
          ctrf?: string;
          gradescope?: string;
          json?: true;
        },
      ) => {
        const { runAttempt } = await import('./commands/run');
        const { json = false, coverage = false } = options;
        finish(await runAttempt({ ...options, ref, json, coverage }, installation, io, children));
      },
    );

  program
    .command('update')
    .description(
      'Bring an attempt to the version of its exercise that is there. What you have written stays.',
    )
    .argument('<attempt>', 'the folder of the attempt')
    .option('--dry-run', 'say what would happen and write nothing')
    .option(...packs)
    .option('--json', 'print one JSON object')
    .action(async (attempt: string, options: { dryRun?: true; packs: string[]; json?: true }) => {
      const { update } = await import('./commands/update');
      const { dryRun = false, json = false } = options;
      finish(await update({ ...options, attempt, dryRun, json }, installation, io));
    });

  const make = program.command('new').description('Begin a pack or an exercise.');
  make
    .command('pack')
    .description('Begin a pack in a new folder.')
    .argument('<folder>', 'the folder; its name is the id of the pack')
    .requiredOption('--title <title>', 'what people call the pack')
    .option('--author <name>', 'who writes it', 'Its authors')
    .action(async (folder: string, options: { title: string; author: string }) => {
      const { newPack } = await import('./commands/new');
      finish(await newPack({ ...options, folder }, installation, io));
    });
  make
    .command('exercise')
    .description('Add an exercise to a pack, beginning from a template that is sound.')
    .argument('<id>', 'lower-case words joined by hyphens')
    .requiredOption('--pack <folder>', 'the folder of the pack')
    .requiredOption('--title <title>', 'what people call the exercise')
    .requiredOption(
      '--template <name>',
      'limiter, breaker, cache, data-structure, http-handler, sql or discussion',
    )
    .action(async (id: string, options: { pack: string; title: string; template: string }) => {
      const { newExercise } = await import('./commands/new');
      finish(await newExercise({ ...options, id }, installation, io));
    });

  program
    .command('import')
    .description(
      'Add an exercise to a pack, beginning from a folder laid out as on Exercism’s TypeScript track.',
    )
    .argument('<folder>', 'the folder of the exercise')
    .requiredOption('--pack <folder>', 'the folder of the pack')
    .option('--id <id>', 'lower-case words joined by hyphens; the name of the folder when absent')
    .option('--title <title>', 'what people call the exercise; made from the id when absent')
    .option('--license <name>', 'under which it may be used; read from its licence file when absent')
    .action(
      async (folder: string, options: { pack: string; id?: string; title?: string; license?: string }) => {
        const { importFolder } = await import('./commands/import');
        finish(await importFolder({ ...options, folder }, installation, io));
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
    .option('--mutant-minutes <number>', 'time for those of one exercise', wholeNumber(1, 1_000), 10)
    .option('--no-cache', 'run everything, what has not changed too')
    .option('--junit <file>', 'write JUnit XML as well')
    .option('--ctrf <file>', 'write a Common Test Report as well')
    .option('--gradescope <file>', 'write results.json for Gradescope as well')
    .option('--json', 'print one JSON object')
    .action(
      async (
        pack: string,
        options: {
          exercise: string[];
          seeds: number;
          mutants: boolean;
          mutantMinutes: number;
          cache: boolean;
          junit?: string;
          ctrf?: string;
          gradescope?: string;
          json?: true;
        },
      ) => {
        const { verify } = await import('./commands/verify');
        finish(await verify({ ...options, pack, json: options.json ?? false }, installation, io));
      },
    );

  program
    .command('build')
    .description('Write a pack as one .drillpack file that can be handed out.')
    .argument('<pack>', 'the folder of the pack')
    .option('--out <file>', 'the file to write; named after the pack when absent')
    .option(...key)
    .option(...name)
    .action(async (pack: string, options: { out?: string; key?: string; name?: string }) => {
      const { build } = await import('./commands/build');
      finish(await build({ ...options, pack }, io));
    });

  program
    .command('keygen')
    .description('Make a pair of keys to sign packs with.')
    .requiredOption('--into <file>', 'where to write; .key and .pub are added')
    .action(async (options: { into: string }) => {
      const { keygen } = await import('./commands/keygen');
      finish(await keygen(options, io));
    });

  program
    .command('sign')
    .description('Sign a .drillpack.')
    .argument('<file>', 'the .drillpack')
    .requiredOption(...key)
    .requiredOption(...name)
    .option('--out <file>', 'the file to write; the given one when absent')
    .action(async (file: string, options: { key: string; name: string; out?: string }) => {
      const { sign } = await import('./commands/sign');
      finish(await sign({ ...options, file }, io));
    });

  program
    .command('inspect')
    .description('Show what is in a .drillpack and who signed it, without installing it.')
    .argument('<file>', 'the .drillpack')
    .option('--json', 'print one JSON object')
    .action(async (file: string, options: { json?: true }) => {
      const { inspect } = await import('./commands/inspect');
      finish(await inspect({ file, json: options.json ?? false }, io));
    });

  program
    .command('install')
    .description(
      'Keep a pack for every command: a .drillpack, an address, or a folder, which is used in place.',
    )
    .argument('<source>', 'a .drillpack, an https address of one, or the folder of a pack')
    .addOption(
      new Option('--trust <fingerprint>', 'install only what the owner of this key has signed').conflicts(
        'acceptUnsigned',
      ),
    )
    .option('--accept-unsigned', 'install a pack although nobody has signed it')
    .option('--allow-downgrade', 'install a version that is older than the installed one')
    .option(...library)
    .action(
      async (
        source: string,
        options: { trust?: string; acceptUnsigned?: true; allowDowngrade?: true; library?: string },
      ) => {
        const { install } = await import('./commands/install');
        const { acceptUnsigned = false, allowDowngrade = false } = options;
        finish(await install({ ...options, source, acceptUnsigned, allowDowngrade }, io));
      },
    );

  program
    .command('uninstall')
    .description('Take an installed pack away. Attempts and what was learned with it stay.')
    .argument('<pack>', 'the id of the pack, or the folder that is used in place')
    .option('--forget-signer', 'withdraw your trust in whoever signed it, as when they have a new key')
    .option(...library)
    .action(async (pack: string, options: { forgetSigner?: true; library?: string }) => {
      const { uninstall } = await import('./commands/uninstall');
      finish(await uninstall({ ...options, pack, forgetSigner: options.forgetSigner ?? false }, io));
    });

  program
    .command('build-bundled', { hidden: true })
    .requiredOption('--into <folder>', 'the folder for the built packs')
    .option('--draft', 'leave out exercises that have mistakes, instead of failing')
    .action(async (options: { into: string; draft?: true }) => {
      const { buildBundled } = await import('./commands/buildBundled');
      finish(await buildBundled({ ...options, draft: options.draft ?? false }, installation, io));
    });

  // Subcommands do not inherit these.
  for (const command of [...program.commands, ...make.commands]) command.copyInheritedSettings(program);
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
