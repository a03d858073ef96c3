import type { Profiler, Session } from 'node:inspector';
import type { RawFunction, RawScript } from '../protocol/rawCoverage';
import { loadInspector } from './debugging';
import { firstLineShift } from './moduleWrapper';
import { learnerPathOf } from './stacks';

/** Counts, by V8's precise coverage, how often each block of the learner's modules runs that are evaluated from now on. */
export class CoverageRecorder {
  private constructor(private readonly session: Session) {}

  static begin(): CoverageRecorder {
    const { Session } = loadInspector();
    const session = new Session();
    session.connect();
    session.post('Profiler.enable');
    session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
    return new CoverageRecorder(session);
  }

  /** Of scripts of ours or of the suites nothing is taken. */
  take(): RawScript[] {
    let scripts: readonly Profiler.ScriptCoverage[] = [];
    // Within one process the answer is there when `post` returns.
    this.session.post('Profiler.takePreciseCoverage', (error, { result }) => {
      if (!error) scripts = result;
    });
    this.session.disconnect();
    return scripts.flatMap(({ url, functions }) => {
      const path = learnerPathOf(url);
      return path === undefined ? [] : [{ path, functions: functions.map(toRaw) }];
    });
  }
}

const toRaw = ({ functionName, isBlockCoverage, ranges }: Profiler.FunctionCoverage): RawFunction => ({
  name: functionName.slice(0, 200),
  isBlock: isBlockCoverage,
  ranges: ranges.map(({ startOffset, endOffset, count }) => [within(startOffset), within(endOffset), count]),
});

/** The wrapper comes before the module's first character; what is around the module begins with it. */
const within = (offset: number): number => Math.max(0, offset - firstLineShift);
