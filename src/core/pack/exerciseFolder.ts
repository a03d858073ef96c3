import * as l10n from '@vscode/l10n';
import type { Exercise, Figure } from '../exercise';
import { longestMarkdown } from '../markdown';
import { Lines } from './lines';
import { checkLinks } from './links';
import type { Problem } from './problem';
import { readFigure } from './readFigure';
import type { PackSource } from './source';
import type { Field } from './yamlField';

/** Files that need no mention in exercise.yaml. */
const expected = new Set(['exercise.yaml', 'question.md', 'production.md', 'tsconfig.json', 'README.md']);

/** The only pictures there are, because packs hold text only. */
const picture = /^media\/.+\.svg$/;

/** The folder of one exercise; remembers which files were asked for, so that forgotten ones can be reported. */
export class ExerciseFolder {
  private readonly used = new Set<string>();

  constructor(
    private readonly source: PackSource,
    private readonly id: string,
    private readonly problems: Problem[],
    /** Left out by whoever shows no text and no warnings: it is half the work. */
    private readonly checksLinks = true,
  ) {}

  /** The text of a file, by its path in the exercise. */
  read(path: string): string | undefined {
    this.used.add(path);
    return this.source.read(`${this.id}/${path}`);
  }

  has(path: string): boolean {
    return this.source.read(`${this.id}/${path}`) !== undefined;
  }

  /** As `read`; a file that is not there is reported at the field that names it. */
  mustHave(path: string, field: Field | undefined): string | undefined {
    const text = this.read(path);
    if (text === undefined)
      field?.problem(
        'missing-file',
        l10n.t('There is no file {0}/{1}.', this.id, path),
        l10n.t('Create it, or correct the path.'),
      );
    return text;
  }

  /** A Markdown file, which must be there and say something. Without a field its name is fixed. */
  prose(path: string, field?: Field): string {
    const text = field ? this.mustHave(path, field) : this.read(path);
    if (text === undefined) {
      const message = l10n.t('There is no file {0}/{1}.', this.id, path);
      if (!field)
        this.add('exercise.yaml', { code: 'missing-file', message, remedy: l10n.t('Write it.') }, 'error');
      return '';
    }
    if (text.trim() === '')
      this.add(
        path,
        { code: 'empty-file', message: l10n.t('The file is empty.'), remedy: l10n.t('Write it.') },
        'error',
      );
    if (text.length > longestMarkdown) {
      const message = l10n.t(
        'The file has {0} characters; at most {1} are read as Markdown.',
        text.length,
        longestMarkdown,
      );
      this.add(path, { code: 'file-too-large', message, remedy: l10n.t('Shorten it.') }, 'error');
    }
    if (!this.checksLinks) return text;
    const lines = new Lines(text);
    for (const problem of checkLinks(text, name => picture.test(name) && this.has(name)))
      this.add(path, problem, 'warning', placeIn(lines, problem));
    return text;
  }

  /** The drawings whose parts name requirements. */
  figures(requirements: readonly string[]): Exercise['figures'] {
    const figures: Record<string, Figure> = {};
    for (const [path, text] of Object.entries(this.below('media', /\.figure\.svg$/))) {
      const { figure, problems } = readFigure(text, path, requirements);
      if (figure) figures[path] = figure;
      if (problems.length === 0) continue;
      const lines = new Lines(text);
      for (const problem of problems) this.add(path, problem, 'error', placeIn(lines, problem));
    }
    return figures;
  }

  /** The text of every file below a folder whose name ends so; keys keep the folder's name. */
  below(folder: string, ending: RegExp): Record<string, string> {
    const found: Record<string, string> = {};
    for (const path of this.paths()) {
      if (!path.startsWith(`${folder}/`) || !ending.test(path)) continue;
      const text = this.read(path);
      if (text !== undefined) found[path] = text;
    }
    return found;
  }

  /** Warns of each file that nothing refers to: usually a path with a slip in it. */
  reportUnlisted(): void {
    const message = l10n.t('Nothing in exercise.yaml refers to this file.');
    const remedy = l10n.t('List it there, or delete it.');
    for (const path of this.paths())
      if (!this.used.has(path) && !expected.has(path) && !picture.test(path))
        this.add(path, { code: 'unlisted-file', message, remedy }, 'warning');
  }

  private paths(): string[] {
    const prefix = `${this.id}/`;
    return this.source
      .list()
      .filter(path => path.startsWith(prefix))
      .map(path => path.slice(prefix.length));
  }

  private add(
    path: string,
    { code, message, remedy }: Pick<Problem, 'code' | 'message' | 'remedy'>,
    severity: Problem['severity'],
    place: Pick<Problem, 'line' | 'column' | 'endLine' | 'endColumn'> = fileStart,
  ): void {
    this.problems.push({ code, file: `${this.id}/${path}`, ...place, message, remedy, severity });
  }
}

const placeIn = (lines: Lines, { start, end }: { readonly start: number; readonly end: number }) => {
  const { line, column } = lines.at(end);
  return { ...lines.at(start), endLine: line, endColumn: column };
};

const fileStart = { line: 1, column: 1, endLine: 1, endColumn: 1 };
