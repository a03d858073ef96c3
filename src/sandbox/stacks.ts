import './realm';
import { caps } from '../protocol/runValues';
import type { Frame } from '../core/run/report';
import { firstLineShift } from './moduleWrapper';

/** Where the code of each side comes from, as V8 names it. */
const learnerRoot = 'attempt:///';
const suiteRoot = 'suite:///';

/** For a debugger, the learner's modules have the URLs of the files on the disk: path -> URL. */
let debugged: Readonly<Record<string, string>> | null = null;

/** Debuggers of VS Code do not list scripts whose names end in this. */
const unlisted = '.cdp';

/** From here on, for all modules that are evaluated. */
export function nameForDebugger(urls: Readonly<Record</* path */ string, string>> | null): void {
  debugged = urls;
}

export const learnerUrlOf = (path: string): string => debugged?.[path] ?? learnerRoot + path;
export const suiteUrlOf = (path: string): string => suiteRoot + path + (debugged ? unlisted : '');

/** The path of a module of the learner, or undefined for anything else. */
export function learnerPathOf(url: string): string | undefined {
  if (url.startsWith(learnerRoot)) return url.slice(learnerRoot.length);
  return Object.entries(debugged ?? {}).find(([, known]) => known === url)?.[0];
}

const suitePathOf = (url: string): string | undefined =>
  url.startsWith(suiteRoot) ? url.slice(suiteRoot.length).replace(/\.cdp$/, '') : undefined;

/** A call site of either side. */
interface Site {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly fn: string;
}

const sites = new WeakMap<object, readonly Site[]>();

// Under `errorTaming: 'safe'` only this realm's Error has the setter. Returning '' leaves guests an empty stack.
Error.prepareStackTrace = (error, callSites) => {
  try {
    sites.set(error, callSites.map(toSite));
  } catch {
    // A hostile error must not be able to break the reading of stacks.
  }
  return '';
};
Error.stackTraceLimit = 30;

const toSite = (site: NodeJS.CallSite): Site => ({
  file: site.getFileName() ?? site.getScriptNameOrSourceURL() ?? '',
  line: site.getLineNumber() ?? 1,
  column: site.getColumnNumber() ?? 1,
  fn: nameOf(site),
});

/** V8 calls the function around an evaluated module `eval`; for a person that is the top level. */
function nameOf(site: NodeJS.CallSite): string {
  const name = site.getFunctionName() ?? '';
  return name === 'eval' ? '' : name.slice(0, 200);
}

function framesOf(error: object, pathOf: (url: string) => string | undefined): Frame[] {
  try {
    Reflect.get(error, 'stack'); // V8 calls prepareStackTrace on the first look
  } catch {
    return [];
  }
  return (sites.get(error) ?? [])
    .flatMap(({ file: url, line, column, fn }) => {
      const file = pathOf(url);
      const shift = line === 1 ? firstLineShift : 0;
      return file === undefined ? [] : { file, line, column: Math.max(1, column - shift), fn };
    })
    .slice(0, caps.frames);
}

/** Innermost first; nothing of the suite or the harness. */
export const learnerFrames = (error: object): Frame[] => framesOf(error, learnerPathOf);

/** For mistakes of an author, never for a learner. */
export const suiteFrames = (error: object): Frame[] => framesOf(error, suitePathOf);
