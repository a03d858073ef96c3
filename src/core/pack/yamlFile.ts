import * as l10n from '@vscode/l10n';
import { parseDocument, type Document } from 'yaml';
import { Lines } from './lines';
import { visibleText } from '../text/visibleText';
import type { Problem } from './problem';
import { Field } from './yamlField';
import type { Range } from './yamlNodes';

/** Characters of one YAML file. */
const maxLength = 256_000;

/** Most of those that follow are echoes of the first. */
const maxSyntaxErrors = 20;

/** Nobody reads more of one file, and an editor has to draw them all. */
const maxProblems = 100;

/** One YAML file of a pack. Every complaint about it is a Problem at the node that it is about. */
export class YamlFile {
  private readonly lines: Lines;
  private said = 0;

  constructor(
    readonly file: string,
    text: string,
    private readonly problems: Problem[],
  ) {
    this.lines = new Lines(text);
    this.root = this.parse(text);
  }

  /** Undefined when the file is not YAML. */
  readonly root: Field | undefined;

  private parse(text: string): Field | undefined {
    if (text.length > maxLength) {
      const message = l10n.t('The file has {0} characters; at most {1} are read.', text.length, maxLength);
      this.add([0, 0], 'file-too-large', message, l10n.t('Move long texts into files of their own.'));
      return undefined;
    }
    let document: Document.Parsed;
    try {
      // Keys are compared with one another by `entries`: the parser's own way takes time by the square of their number.
      const options = {
        prettyErrors: false,
        merge: false,
        uniqueKeys: false,
        schema: 'core',
        version: '1.2',
      } as const;
      document = parseDocument(text, options);
    } catch (thrown) {
      if (thrown instanceof RangeError) return this.tooDeep();
      const reason = thrown instanceof Error ? thrown.message : String(thrown);
      this.add(
        [0, 0],
        'yaml-syntax',
        l10n.t('This is not readable as YAML: {0}.', reason),
        l10n.t('Simplify the file.'),
      );
      return undefined;
    }
    const { errors, warnings } = document;
    if (errors.some(({ message }) => /call stack/i.test(message))) return this.tooDeep();
    for (const error of errors.slice(0, maxSyntaxErrors))
      this.add(error.pos, 'yaml-syntax', sentence(error.message), l10n.t('Correct the YAML here.'));
    for (const warning of warnings.slice(0, maxSyntaxErrors))
      this.add(warning.pos, 'yaml-syntax', sentence(warning.message), l10n.t('Remove the tag or directive.'));
    if (errors.length > 0 || warnings.length > 0) return undefined;
    return new Field(this, document.contents, l10n.t('The file'), [0, 0]);
  }

  /** Nothing that is still found would be shown. */
  get isFull(): boolean {
    return this.said > maxProblems;
  }

  /** Nesting of thousands of levels exhausts the stack of the YAML parser, at a place that depends on the machine. */
  private tooDeep(): undefined {
    this.add(
      [0, 0],
      'yaml-syntax',
      l10n.t('Lists and records are nested too deeply to be read.'),
      l10n.t('Simplify the file.'),
    );
  }

  /** Ranges over several lines are cut to the first, so that an editor underlines a word and not a page. */
  add(
    [start, end]: Range,
    code: string,
    message: string,
    remedy: string,
    severity: Problem['severity'] = 'error',
  ) {
    const from = this.lines.at(start);
    const to = this.lines.at(Math.min(Math.max(end, start), Math.max(start, this.lines.endOfLine(start))));
    const range = { line: from.line, column: from.column, endLine: to.line, endColumn: to.column };
    if (this.said++ === maxProblems) {
      message = l10n.t('There is more wrong with this file than these {0} mistakes.', maxProblems);
      remedy = l10n.t('Correct them first.');
      code = 'too-many-problems';
      severity = 'error';
    } else if (this.said > maxProblems) return;
    const seen = { message: visibleText(message), remedy: visibleText(remedy) };
    this.problems.push({ code, file: this.file, ...range, ...seen, severity });
  }
}

const sentence = (text: string): string => {
  const first = text.split('\n')[0]!.replace(/[.:]?\s*$/, '');
  return `${first}.`;
};
