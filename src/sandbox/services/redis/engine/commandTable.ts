import type { Command } from './command';
import { bitmapCommands } from './commands/bitmaps';
import { hashCommands } from './commands/hashes';
import { hyperLogLogCommands } from './commands/hyperLogLogs';
import { keyCommands } from './commands/keys';
import { listCommands } from './commands/lists';
import { setCommands } from './commands/sets';
import { sortedSetCommands } from './commands/sortedSets';
import { streamCommands } from './commands/streams';
import { stringCommands } from './commands/strings';

/** Every command that works on the data, by its name in small letters. */
export const dataCommands = (random: () => number): ReadonlyMap<string, Command> =>
  new Map(
    Object.entries({
      ...stringCommands,
      ...keyCommands(random),
      ...hashCommands(random),
      ...listCommands,
      ...setCommands(random),
      ...sortedSetCommands(random),
      ...bitmapCommands,
      ...streamCommands,
      ...hyperLogLogCommands,
    }),
  );
