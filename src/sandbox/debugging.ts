import { echoLines } from './checkRecord';

/** Nobody but this machine: whoever is connected can evaluate anything in this process. */
const host = '127.0.0.1';

/**
 * Opens V8's inspector at a free port. `wait` holds this thread until a debugger has attached and, after it has set its
 * breakpoints, says that the code may run. Its console shows what the learner's code prints.
 */
export function openInspector(): { readonly port: number; readonly wait: () => void } {
  const inspector = loadInspector();
  inspector.open(0, host);
  echoLines(({ level, text }) => inspector.console[level](text));
  const port = Number(/:(\d+)\//.exec(inspector.url() ?? '')?.[1]);
  return { port, wait: () => inspector.waitForDebugger() };
}

/** The inspector sends from a thread of its own, and this process is ended without mercy when its run is over. */
export const consoleShown = (): Promise<void> => new Promise(resolve => setTimeout(resolve, 100));

/** Loaded by children that need it; the permission model refuses it to the others. */
export const loadInspector = () => process.getBuiltinModule('node:inspector');
