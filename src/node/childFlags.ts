import type { ChildKind, ChildMode } from './childKind';

/** How a child is started. Each row of the ladder has one wall fewer; the child itself says which of them stand. */
export type PermissionFlag = '--permission' | '--experimental-permission' | null;

/**
 * Which flag turns Node's permission model on: it lost its prefix in 22.13 and 23.5. A runtime may refuse either
 * (Electron passes unknown ones on), so the ladder always ends without. Before Node 24 the permission model cannot let the
 * inspector through, so that debugging and coverage do without it there.
 */
export function permissionLadder(version: string, mode: ChildMode = 'run'): readonly PermissionFlag[] {
  const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number);
  if (mode !== 'run') return major >= 24 ? ['--permission', null] : [null];
  const stable = major >= 24 || (major === 23 && minor >= 5) || (major === 22 && minor >= 13);
  return stable ? ['--permission', null] : ['--experimental-permission', '--permission', null];
}

/**
 * @param sandboxDir the only folder that the child may read, as a real path
 * @param isAwaited somebody waits for the child while it starts
 */
export function childFlags(
  permission: PermissionFlag,
  sandboxDir: string,
  { memoryMb, mode }: ChildKind,
  isAwaited = false,
): string[] {
  const separator = sandboxDir.includes('\\') ? '\\' : '/';
  return [
    `--max-old-space-size=${memoryMb}`,
    '--max-semi-space-size=8',
    '--no-addons',
    // A run is over before V8 would find out which functions are worth compiling. For a child that has no time to itself
    // before the run, compiling all of them costs more than it gains.
    ...(isAwaited ? [] : ['--always-sparkplug']),
    '--no-warnings',
    '--expose-gc', // see sandbox/collector.ts: nobody else gets it
    ...(permission ? [permission, `--allow-fs-read=${sandboxDir}${separator}*`, '--allow-worker'] : []),
    ...(permission && mode !== 'run' ? ['--allow-inspector'] : []),
  ];
}

/**
 * MiB of resident memory at which the watchdog ends the child. Twice the heap's limit leaves room for buffers, which
 * the heap's limit does not cover; a bare child takes about 80 MiB.
 */
export const residentCeilingMb = ({ memoryMb, services }: Pick<ChildKind, 'memoryMb' | 'services'>): number =>
  2 * memoryMb + 192 + (services.includes('postgres') ? postgresMb : 0);

/** MiB of resident memory that a database takes: 150 when idle, 256 for a greedy statement, and files in memory. */
const postgresMb = 512;
