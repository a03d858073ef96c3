import './realm';
import type { LogLine } from '../core/run/report';
import { record } from './checkRecord';

const levels: Readonly<Record<string, LogLine['level']>> = {
  log: 'log',
  info: 'info',
  warn: 'warn',
  error: 'error',
  debug: 'debug',
  trace: 'debug',
  dir: 'log',
  table: 'log',
  group: 'log',
  groupCollapsed: 'log',
};

/** A console whose lines belong to the check that is running. */
export function createGuestConsole(): object {
  const guest: Record<string, unknown> = {};
  for (const [method, level] of Object.entries(levels))
    guest[method] = (...args: unknown[]) => {
      if (args.length > 0) record().log(level, method === 'dir' || method === 'table' ? [args[0]] : args);
    };
  guest['assert'] = (condition: unknown, ...args: unknown[]) => {
    if (!condition) record().log('error', ['Assertion failed:', ...args]);
  };
  for (const silent of ['groupEnd', 'time', 'timeEnd', 'timeLog', 'count', 'countReset', 'clear'])
    guest[silent] = () => undefined;
  return guest;
}
