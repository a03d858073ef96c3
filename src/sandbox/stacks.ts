import './realm';
import { caps } from '../protocol/runValues';
import type { Frame } from '../core/run/report';
import { firstLineShift } from './moduleWrapper';

/** Where the code of each side comes from, as V8 names it. */
export const learnerUrl = 'attempt:///';
export const suiteUrl = 'suite:///';

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

function framesBelow(url: string, error: object): Frame[] {
  try {
    Reflect.get(error, 'stack'); // V8 calls prepareStackTrace on the first look
  } catch {
    return [];
  }
  return (sites.get(error) ?? [])
    .filter(site => site.file.startsWith(url))
    .slice(0, caps.frames)
    .map(({ file, line, column, fn }) => ({
      file: file.slice(url.length),
      line,
      column: line === 1 ? Math.max(1, column - firstLineShift) : column,
      fn,
    }));
}

/** Innermost first; nothing of the suite or the harness. */
export const learnerFrames = (error: object): Frame[] => framesBelow(learnerUrl, error);

/** For mistakes of an author, never for a learner. */
export const suiteFrames = (error: object): Frame[] => framesBelow(suiteUrl, error);
