import { Instrumenter } from '@stryker-mutator/instrumenter';
import type { Exercise } from '../../core/exercise';
import type { Mutant } from '../../core/verify/mutation';

type Parts = ConstructorParameters<typeof Instrumenter>;
type InstrumentOptions = Parameters<Instrumenter['instrument']>[1];
type ApiMutant = Awaited<ReturnType<Instrumenter['instrument']>>['mutants'][number];

/** The engine asks for a logger before it says nothing. */
const silent: Parts[0] = {
  ...{ isTraceEnabled: () => false, isDebugEnabled: () => false, isInfoEnabled: () => false },
  ...{ isWarnEnabled: () => false, isErrorEnabled: () => false, isFatalEnabled: () => false },
  ...{ trace: () => undefined, debug: () => undefined, info: () => undefined },
  ...{ warn: () => undefined, error: () => undefined, fatal: () => undefined },
};

declare module '@stryker-mutator/api/ignore' {
  /** The engine leaves this empty for its users to fill: as much of Babel's `NodePath` as is needed here. */
  interface NodePath {
    readonly node: { readonly type: string; readonly callee?: { readonly name?: string } };
    readonly parentPath: NodePath | null;
  }
}

/**
 * What an error says is for people: a suite may not hold a learner to words that nobody has promised, so changing them
 * proves nothing.
 */
const wordsOfErrors: InstrumentOptions['ignorers'][number] = {
  shouldIgnore: path => {
    if (!/^(?:StringLiteral|TemplateLiteral|TemplateElement)$/.test(path.node.type)) return undefined;
    for (let at = path.parentPath; at; at = at.parentPath)
      if (at.node.type === 'NewExpression')
        return at.node.callee?.name?.endsWith('Error') ? 'The words of an error.' : undefined;
    return undefined;
  },
};

/**
 * Every mutant of the learner's files of the reference solution, in order of file and place. An author excludes one that
 * changes nothing with a comment: `// Stryker disable next-line EqualityOperator: both are the same here`.
 */
export async function createMutants(exercise: Pick<Exercise, 'files'>): Promise<readonly Mutant[]> {
  const files = exercise.files.filter(({ owner, path }) => owner === 'learner' && path.endsWith('.ts'));
  const engine = new Instrumenter(silent);
  const mutants: Mutant[] = [];
  for (const { path, solution } of files) {
    const made = await engine.instrument([{ name: path, mutate: true, content: solution }], {
      plugins: null,
      excludedMutations: [],
      ignorers: [wordsOfErrors],
    });
    const lines = lineStarts(solution);
    for (const mutant of made.mutants)
      if (mutant.status === undefined) mutants.push(mutantOf(path, solution, lines, mutant));
  }
  return mutants;
}

function mutantOf(file: string, text: string, lines: readonly number[], mutant: ApiMutant): Mutant {
  const offset = ({ line, column }: ApiMutant['location']['start']): number => (lines[line] ?? 0) + column;
  const { replacement } = mutant;
  const [start, end] = [offset(mutant.location.start), offset(mutant.location.end)];
  return {
    file,
    mutator: mutant.mutatorName,
    line: mutant.location.start.line + 1,
    column: mutant.location.start.column + 1,
    original: text.slice(start, end),
    replacement,
    before: linesAround(text, start, end, text.slice(start, end)),
    after: linesAround(text, start, end, replacement),
    text: text.slice(0, start) + replacement + text.slice(end),
  };
}

/** The lines of `text` from `start` to `end`, with `middle` in the place of what is between. */
function linesAround(text: string, start: number, end: number, middle: string): readonly string[] {
  const from = text.lastIndexOf('\n', start - 1) + 1;
  const newline = text.indexOf('\n', end);
  const to = newline < 0 ? text.length : newline;
  return (text.slice(from, start) + middle + text.slice(end, to)).split('\n');
}

/** Offset of each line's first character. */
function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}
