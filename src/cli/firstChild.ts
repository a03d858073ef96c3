import { realpathSync } from 'node:fs';
import path from 'node:path';
import { ChildPool } from '../node/childPool';
import type { Installation } from '../node/installation';
import { userCacheFolder } from '../node/userCache';

/** The pool for one run of this command, with the usual child on its way. Undefined if the installation is broken. */
export function startFirstChild({ sandboxDir }: Installation): ChildPool | undefined {
  try {
    const pool = new ChildPool({
      sandboxDir: realpathSync(sandboxDir), // the permission model compares real paths
      execPath: process.execPath,
      warm: () => 1,
      isHurried: true,
      idleMs: 60_000,
      cacheDir: path.join(userCacheFolder(), 'code'),
      log: () => undefined, // whoever needs the child is told why there is none
    });
    pool.fill();
    return pool;
  } catch {
    return undefined; // the command says what is wrong
  }
}
