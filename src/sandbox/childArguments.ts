/** What the host gives as arguments, because the environment stays empty; see node/childProcess.ts. */
const [, , ceilingMb, services = '', mode = 'run', codeCache = ''] = process.argv;

/** MiB of resident memory. */
export const givenCeilingMb = Number.isFinite(Number(ceilingMb)) ? Number(ceilingMb) : 700;
export const givenServices: readonly string[] = services.split(',').filter(Boolean);
/** A `ChildMode` of the host, or `code-cache`. */
export const givenMode = mode;
/** A file that is open already. */
export const givenCodeCache = codeCache === '' ? undefined : Number(codeCache);
