import * as l10n from '@vscode/l10n';
import type { DesignResult, WrongResult } from '../verify/judge';
import type { MutationScore } from '../verify/mutation';
import { outcomeWords } from '../verify/verdictWords';
import type { ExerciseVerdict } from '../verify/verifyExercise';

/** A verdict as a Markdown page: what stood, what fell, and which check catches what. */
export function verdictReport(verdict: ExerciseVerdict, facts: { readonly stale: boolean }): string {
  const { title, findings, checks, requirements, seeds, alternatives, wrong, starter, solution } = verdict;
  const runs = checks.length > 0;
  return [
    `# ${text(title)}`,
    facts.stale ? `> ${l10n.t('Files have changed since. Verify again to know.')}` : '',
    `**${verdict.ok ? l10n.t('Sound') : l10n.t('Not sound yet')}**: ${foundWords(findings.length)}`,
    runs
      ? l10n.t(
          '{0} of {1}, seeds {2}.',
          checks.length === 1 ? l10n.t('1 check') : l10n.t('{0} checks', checks.length),
          requirements.length === 1
            ? l10n.t('1 requirement')
            : l10n.t('{0} requirements', requirements.length),
          seeds.join(', '),
        )
      : '',
    findings.length > 0 ? section(l10n.t('Findings'), findings.map(findingLine).join('\n')) : '',
    starter || solution
      ? section(
          l10n.t('Designs'),
          [starter, solution, ...alternatives]
            .flatMap(design => (design ? [designLine(design, requirements)] : []))
            .join('\n'),
        )
      : '',
    wrong.length > 0 ? section(l10n.t('Wrong variants × requirements'), killMatrix(wrong, requirements)) : '',
    runs ? section(l10n.t('Checks'), checkTable(verdict)) : '',
    verdict.mutation ? section(l10n.t('Changes of the solution'), mutationText(verdict.mutation)) : '',
  ]
    .filter(Boolean)
    .join('\n\n')
    .concat('\n');
}

const section = (heading: string, body: string): string => `## ${heading}\n\n${body}`;

function foundWords(count: number): string {
  if (count === 0) return l10n.t('nothing was found.');
  return count === 1 ? l10n.t('1 finding.') : l10n.t('{0} findings.', count);
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
    row(['', l10n.t('wrong variant'), ...requirements]),
    row(['---', '---', ...requirements.map(() => ':-:')]),
    ...wrong.map(variant =>
      row([
        variant.ok ? '✓' : '✗',
        `${text(variant.title)} (\`${variant.id}\`)`,
        ...requirements.map(id => cell(variant, id)),
      ]),
    ),
    '',
    l10n.t(
      '**X** caught as named, **!** named, but passes, **?** fails though not named, x may fail as well, · passes',
    ),
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
      .join('<br>') || `*${l10n.t('none')}*`;
  return [
    `| ${l10n.t('requirement')} | ${l10n.t('checks')} |`,
    '|---|---|',
    ...requirements.map(id => `| ${id} | ${of(id)} |`),
  ].join('\n');
}

function mutationText({ killed, survived, percent, notRun, mutants }: MutationScore): string {
  if (percent === null) return l10n.t('Nothing in the solution could be changed.');
  const noticed = l10n.t('{0} of {1} are noticed ({2} %).', killed, killed + survived, percent);
  const summary = notRun > 0 ? `${noticed} ${l10n.t('There was no time for {0} more.', notRun)}` : noticed;
  const unnoticed = mutants.filter(({ fate }) => fate === 'survived');
  if (unnoticed.length === 0) return summary;
  const rows = unnoticed.map(
    ({ file, line, column, mutator, before, after }) =>
      `### ${file}:${line}:${column} ${mutator}\n\n${fenced([...before.map(code => `- ${code}`), ...after.map(code => `+ ${code}`)])}`,
  );
  return `${summary} ${l10n.t('These go unnoticed:')}\n\n${rows.join('\n\n')}`;
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
