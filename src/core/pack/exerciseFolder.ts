import type { Problem } from './problem';
import type { PackSource } from './source';
import type { Field } from './yamlFile';

/** Files that need no mention in exercise.yaml. */
const expected = new Set(['exercise.yaml', 'question.md', 'production.md', 'tsconfig.json', 'README.md']);

/** The folder of one exercise; remembers which files were asked for, so that forgotten ones can be reported. */
export class ExerciseFolder {
  private readonly used = new Set<string>();

  constructor(
    private readonly source: PackSource,
    private readonly id: string,
    private readonly problems: Problem[],
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
        `There is no file ${this.id}/${path}.`,
        'Create it, or correct the path.',
      );
    return text;
  }

  /** A Markdown file with a fixed name, which must be there and say something. */
  prose(path: string): string | undefined {
    const text = this.read(path);
    if (text === undefined)
      this.add('exercise.yaml', 'missing-file', `There is no file ${this.id}/${path}.`, 'Write it.', 'error');
    else if (text.trim() === '')
      this.add(path, 'empty-file', `The file ${path} is empty.`, 'Write it.', 'error');
    return text;
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
    for (const path of this.paths())
      if (!this.used.has(path) && !expected.has(path) && !/^media\/.+\.svg$/.test(path))
        this.add(
          path,
          'unlisted-file',
          'Nothing in exercise.yaml refers to this file.',
          'List it there, or delete it.',
          'warning',
        );
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
    code: string,
    message: string,
    remedy: string,
    severity: Problem['severity'],
  ): void {
    const place = { line: 1, column: 1, endLine: 1, endColumn: 1 };
    this.problems.push({ code, file: `${this.id}/${path}`, ...place, message, remedy, severity });
  }
}
