import type { DesignResult, WrongResult } from '../verify/judge';
import type { MutationScore } from '../verify/mutation';
import { counted, outcomeWords } from '../verify/verdictWords';
import type { ExerciseVerdict } from '../verify/verifyExercise';

/** A verdict as a Markdown page: what stood, what fell, and which check catches what. */
export function verdictReport(verdict: ExerciseVerdict, facts: { readonly stale: boolean }): string {
  const { title, findings, checks, requirements, seeds, alternatives, wrong, starter, solution } = verdict;
  const runs = checks.length > 0;
  return [
    `# ${text(title)}`,
    facts.stale ? '> Files have changed since. Verify again to know.' : '',
    `**${verdict.ok ? 'Sound' : 'Not sound yet'}**: ${findings.length === 0 ? 'nothing was found' : counted(findings.length, 'finding')}.`,
    runs
      ? `${counted(checks.length, 'check')} of ${counted(requirements.length, 'requirement')}, seeds ${seeds.join(', ')}.`
      : '',
    findings.length > 0 ? `## Findings\n\n${findings.map(findingLine).join('\n')}` : '',
    starter || solution
      ? `## Designs\n\n${[starter, solution, ...alternatives].flatMap(design => (design ? [designLine(design, requirements)] : [])).join('\n')}`
      : '',
    wrong.length > 0 ? `## Wrong variants × requirements\n\n${killMatrix(wrong, requirements)}` : '',
    runs ? `## Checks\n\n${checkTable(verdict)}` : '',
    verdict.mutation ? `## Changes of the solution\n\n${mutationText(verdict.mutation)}` : '',
  ]
    .filter(Boolean)
    .join('\n\n')
    .concat('\n');
}

const findingLine = ({
  message,
  remedy,
  code,
  severity,
  place,
}: ExerciseVerdict['findings'][number]): string =>
  `- ${severity === 'error' ? '✗' : '⚠'} ${place ? `${place.file}:${place.line}: ` : ''}${text(message)} ${text(remedy)} \`${code}\``;

const designLine = (design: DesignResult, requirements: readonly string[]): string =>
  `- ${design.ok ? '✓' : '✗'} ${text(design.title)}: ${outcomeWords(design, requirements)}`;

/** Rows are wrong variants, columns requirements. */
function killMatrix(wrong: readonly WrongResult[], requirements: readonly string[]): string {
  const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [
    row(['', 'wrong variant', ...requirements]),
    row(['---', '---', ...requirements.map(() => ':-:')]),
    ...wrong.map(variant =>
      row([
        variant.ok ? '✓' : '✗',
        `${text(variant.title)} (\`${variant.id}\`)`,
        ...requirements.map(id => cell(variant, id)),
      ]),
    ),
    '',
    '**X** caught as named, **!** named, but passes, **?** fails though not named, x may fail as well, · passes',
  ].join('\n');
}

function cell({ caughtBy, failed, sometimes, missed, unrelated }: WrongResult, id: string): string {
  if (caughtBy.includes(id)) return missed.includes(id) ? '**!**' : '**X**';
  if (unrelated.includes(id)) return '**?**';
  return failed.includes(id) || sometimes.includes(id) ? 'x' : '·';
}

function checkTable({ requirements, checks }: ExerciseVerdict): string {
  const of = (id: string): string =>
    checks
      .filter(check => check.requirements.includes(id))
      .map(({ title }) => text(title))
      .join('<br>') || '*none*';
  return ['| requirement | checks |', '|---|---|', ...requirements.map(id => `| ${id} | ${of(id)} |`)].join(
    '\n',
  );
}

function mutationText({ killed, survived, percent, notRun, mutants }: MutationScore): string {
  if (percent === null) return 'Nothing in the solution could be changed.';
  const left = notRun > 0 ? ` There was no time for ${notRun} more.` : '';
  const summary = `${killed} of ${killed + survived} are noticed (${percent} %).${left}`;
  const unnoticed = mutants.filter(({ fate }) => fate === 'survived');
  if (unnoticed.length === 0) return summary;
  const rows = unnoticed.map(
    ({ file, line, column, mutator, before, after }) =>
      `### ${file}:${line}:${column} ${mutator}\n\n${fenced([...before.map(code => `- ${code}`), ...after.map(code => `+ ${code}`)])}`,
  );
  return `${summary} These go unnoticed:\n\n${rows.join('\n\n')}`;
}

/** With a fence that the code does not hold. */
function fenced(lines: readonly string[]): string {
  const longest = Math.max(2, ...lines.flatMap(line => (line.match(/`+/g) ?? []).map(run => run.length)));
  const fence = '`'.repeat(longest + 1);
  return `${fence}diff\n${lines.join('\n')}\n${fence}`;
}

/** What a pack says is shown, never read as Markdown. */
const text = (words: string): string =>
  words.replace(/\s+/g, ' ').replace(/[\\`*_[\]<>|#~!&]/g, sign => `\\${sign}`);
