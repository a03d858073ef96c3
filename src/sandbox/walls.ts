import './realm';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import type { Walls } from '../core/run/report';
import { Realm } from './compartments';
import type { Watchdog } from './watchdog';

/** What the host or the operating system cannot do without, and TZ, which boot.ts sets: nothing of the person's. */
const neededVariables = /^(?:ELECTRON_RUN_AS_NODE|SystemRoot|__CF_USER_TEXT_ENCODING|TZ)$/i;

/** Looks at each protection, instead of believing the flags. */
export function lookUpWalls(watchdog: Pick<Watchdog, 'stands'>): Walls {
  return {
    compartment: isConfined(),
    permissions: isDeniedFiles() && isDeniedChildren(),
    watchdog: watchdog.stands,
    emptyEnvironment: Object.keys(process.env).every(name => neededVariables.test(name)),
  };
}

function isConfined(): boolean {
  const probe = new Realm().compile(
    `try { Object.prototype.broken = 1 } catch {}
     return typeof require === 'undefined' && process.binding === undefined && ({}).broken === undefined;`,
    'probe',
    [],
  );
  return Object.isFrozen(Object.prototype) && Reflect.apply(probe, undefined, []) === true;
}

function isDeniedFiles(): boolean {
  try {
    readdirSync(path.parse(process.execPath).root);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ERR_ACCESS_DENIED';
  }
}

function isDeniedChildren(): boolean {
  const permission = (process as { permission?: { has(scope: string): boolean } }).permission;
  return permission?.has('child') === false;
}
