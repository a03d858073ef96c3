/**
 * What things of a pack were called in earlier versions: former name -> present name. Chains are followed when the table
 * is read, so that one look finds the end; of several names of one thing, the latest comes first.
 */
export type Renames = Readonly<Record</* former */ string, /* present */ string>>;

/** What is now called so, or the name itself. */
export const presentName = (renames: Renames, name: string): string =>
  Object.hasOwn(renames, name) ? renames[name]! : name;

/** Under which names it was known, the latest first. */
export const formerNames = (renames: Renames, present: string): string[] =>
  Object.entries(renames).flatMap(([former, now]) => (now === present ? [former] : []));
