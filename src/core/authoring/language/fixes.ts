import * as l10n from '@vscode/l10n';
import { requirementPattern } from '../../pack/names';
import type { Problem } from '../../pack/problem';
import type { PackSource } from '../../pack/source';
import { allOf, nearest } from '../../pack/suggest';
import { addToPack } from '../newPack';
import { suggestId } from '../suggestId';
import { packEdit, type PackEdit, type TextEdit } from './edits';
import { candidatesFor, filesNamed, statedIn, surroundingsIn } from './facts';
import { firstTextOf } from './firstText';
import { itemFor } from './listFile';
import { placesIn, type Place } from './places';
import { insertedKey, removedItem } from './recordEdits';
import { renumberRequirements } from './renumber';
import { saidValues } from './saidValues';
import { isRecord, type PackSchemas, type Schema, type SchemaFile } from './schema';
import { SnippetWriter } from './snippet';

/** Something that makes a problem go away. */
export interface Fix {
  /** What it does: `Change to "minutes"`. */
  readonly title: string;
  readonly edit: PackEdit;
  /** What nearly everybody would do. */
  readonly isObvious: boolean;
}

/** More than that is no choice but a list, which completion shows better. */
const mostChoices = 4;

/** What can be done about a problem of a pack, the most likely first. Nothing where only the author knows. */
export function fixesFor(problem: Problem, source: PackSource, schemas: PackSchemas): readonly Fix[] {
  const text = source.read(problem.file) ?? '';
  const [exercise] = problem.file.includes('/') ? problem.file.split('/') : [undefined];
  const schema = exercise === undefined ? schemas.pack : schemas.exercise;
  return new Fixer(problem, source, text, exercise, schema).fixes();
}

class Fixer {
  constructor(
    private readonly problem: Problem,
    private readonly source: PackSource,
    private readonly text: string,
    private readonly exercise: string | undefined,
    private readonly schema: SchemaFile,
  ) {}

  fixes(): readonly Fix[] {
    switch (this.problem.code) {
      case 'unknown-key':
        return this.renamedKey();
      case 'missing-key':
        return this.addedKey();
      case 'unknown-word':
      case 'unknown-skill':
      case 'unknown-service':
      case 'unknown-requirement':
      case 'unknown-prerequisite':
      case 'unknown-path':
      case 'unknown-renamed':
      case 'bad-reveal':
        return this.otherWords();
      case 'duplicate':
      case 'duplicate-path':
      case 'prerequisite-cycle':
        return this.withoutItem();
      case 'missing-exercise':
        return [...this.otherWords(), ...this.withoutItem()];
      case 'missing-file':
        return [...this.createdFiles(), ...this.otherWords()];
      case 'unlisted-file':
        return this.listedOrDeleted();
      case 'unlisted-exercise':
        return this.listedExercise();
      case 'requirement-order':
        return this.renumbered();
      case 'bad-id':
        return this.properId();
      case 'wrong-type':
        return this.quoted();
      default:
        return [];
    }
  }

  private renamedKey(): Fix[] {
    const place = this.place('key');
    const record = place && this.schema.at(place.path.slice(0, -1));
    if (!place || !record) return [];
    const present = this.keysBeside(place.path);
    const meant = nearest(
      place.word,
      this.schema.keysOf(record).filter(key => !present.includes(key)),
    );
    return meant === undefined ? [] : [this.change(l10n.t('Change to “{0}”', meant), place, meant, true)];
  }

  private addedKey(): Fix[] {
    const key = this.said(l10n.t('{0} lacks the key "{1}".'), '1');
    const offset = this.offset();
    // A record begins where its first key does; in braces, just before.
    const first = placesIn(this.text).find(
      ({ role, start }) =>
        role === 'key' && (start === offset || (start > offset && this.text[offset] === '{')),
    );
    const record = first && this.schema.at(first.path.slice(0, -1));
    if (key === undefined || !first || !record || !isRecord(record)) return [];
    const writer = new SnippetWriter(this.schema, member => this.namesFor(member));
    const edit = insertedKey(this.text, first, [key, record], this.schema, writer);
    return [this.fix(l10n.t('Add “{0}”', key), { edits: [{ path: this.problem.file, ...edit }] }, true)];
  }

  /** Words that may stand there: the one that was meant, or all if they are few. */
  private otherWords(): Fix[] {
    const place = this.place('value');
    const schema = place && this.schema.at(place.path);
    if (!place || !schema) return [];
    const named = this.namesFor(schema);
    const words = [...(schema.enum ?? []), ...(schema.examples ?? [])].map(String);
    const known = (named.length > 0 || schema.refersTo ? named : words).filter(word => word !== place.word);
    // Numbers are all as near as one another.
    const isNumbered = schema.refersTo === 'requirement' && known.length <= mostChoices;
    const meant = isNumbered ? undefined : nearest(place.word, known);
    const offered = meant === undefined ? (known.length <= mostChoices ? known : []) : [meant];
    return offered.map(word =>
      this.change(l10n.t('Change to “{0}”', word), place, word, meant !== undefined),
    );
  }

  /** What a text of this kind may name. */
  private namesFor({ refersTo }: Schema): string[] {
    if (refersTo === undefined) return [];
    const around = surroundingsIn(this.source, this.exercise);
    return candidatesFor(refersTo, around, statedIn(this.text)).map(({ name }) => name);
  }

  private withoutItem(): Fix[] {
    const place = this.place('value');
    if (!place || typeof place.path.at(-1) !== 'number') return [];
    const span = removedItem(this.text, place);
    const edit: TextEdit = { path: this.problem.file, ...span, text: '' };
    return [
      this.fix(
        l10n.t('Remove “{0}”', place.word),
        { edits: [edit] },
        this.problem.code !== 'missing-exercise',
      ),
    ];
  }

  private createdFiles(): Fix[] {
    if (this.exercise === undefined) return [];
    const place = this.place('value');
    const refersTo = place && this.schema.at(place.path)?.refersTo;
    // A text whose name is fixed has no place of its own.
    const fixed = this.said(l10n.t('There is no file {0}/{1}.'), '1');
    const named = refersTo ? filesNamed(refersTo, place.word) : fixed === undefined ? [] : [fixed];
    const learner = statedIn(this.text).learnerFiles;
    const files =
      refersTo === 'overlay folder' ? learner.slice(0, 1).map(name => `${named[0]}/${name}`) : named;
    const missing = files.filter(path => this.source.read(`${this.exercise}/${path}`) === undefined);
    // Read-only files have no solution of their own.
    const wanted = missing.filter(
      path => !path.startsWith('solution/') || learner.includes(path.slice('solution/'.length)),
    );
    if (wanted.length === 0) return [];
    const creates = wanted.map(path => ({
      path: `${this.exercise}/${path}`,
      text: firstTextOf(path, place?.path, this.source, this.exercise!),
    }));
    return [this.fix(l10n.t('Create {0}', allOf(wanted)), { creates }, true)];
  }

  private listedOrDeleted(): Fix[] {
    if (this.exercise === undefined) return [];
    const file = `${this.exercise}/exercise.yaml`;
    const path = this.problem.file.slice(this.exercise.length + 1);
    const item = itemFor(this.source.read(file) ?? '', path, this.schema);
    return [
      ...(item
        ? [
            this.fix(
              l10n.t('List it under “{0}”', item.section),
              { edits: [{ path: file, ...item.edit }] },
              false,
            ),
          ]
        : []),
      this.fix(l10n.t('Delete {0}', path), { deletes: [this.problem.file] }, false),
    ];
  }

  private listedExercise(): Fix[] {
    const manifest = this.source.read('pack.yaml') ?? '';
    const text = this.exercise === undefined ? undefined : addToPack(manifest, this.exercise);
    if (text === undefined) return [];
    const edit: TextEdit = { path: 'pack.yaml', start: 0, end: manifest.length, text };
    return [this.fix(l10n.t('Add it to the last module of pack.yaml'), { edits: [edit] }, true)];
  }

  private renumbered(): Fix[] {
    if (this.exercise === undefined) return [];
    const place = this.place('key');
    const expected = this.said(l10n.t('"{0}" stands where {1} belongs.'), '1');
    if (place && expected !== undefined && !requirementPattern.test(place.word))
      return [this.change(l10n.t('Change to “{0}”', expected), place, expected, true)];
    const edit = renumberRequirements(this.source, this.exercise, this.schema);
    const title = l10n.t('Number the requirements anew everywhere');
    return edit.edits.length === 0 ? [] : [{ title, edit, isObvious: true }];
  }

  private properId(): Fix[] {
    const place = this.place('value');
    const words = place && suggestId(place.word);
    const isName = place && this.schema.at(place.path)?.$ref === '#/definitions/parameter';
    const id = isName ? words?.replaceAll(/-(.)/g, (_, letter: string) => letter.toUpperCase()) : words;
    return place && id ? [this.change(l10n.t('Change to “{0}”', id), place, id, true)] : [];
  }

  private quoted(): Fix[] {
    const place = this.place('value');
    if (!place || this.problem.remedy !== l10n.t('Put it in quotes.')) return [];
    const written = this.text.slice(place.start, place.end);
    return [this.change(l10n.t('Put it in quotes'), place, JSON.stringify(written), true)];
  }

  private change(title: string, { start, end }: Place, text: string, isObvious: boolean): Fix {
    return this.fix(title, { edits: [{ path: this.problem.file, start, end, text }] }, isObvious);
  }

  private fix(title: string, parts: Partial<PackEdit>, isObvious: boolean): Fix {
    return { title, edit: packEdit(parts), isObvious };
  }

  /** What a message made from this text says of the blank. */
  private said(template: string, blank: string): string | undefined {
    return saidValues(template, this.problem.message)?.get(blank);
  }

  private place(role: Place['role']): Place | undefined {
    const offset = this.offset();
    return placesIn(this.text).find(place => place.start === offset && place.role === role);
  }

  private keysBeside(path: Place['path']): string[] {
    const above = JSON.stringify(path.slice(0, -1));
    return placesIn(this.text)
      .filter(({ role, path: other }) => role === 'key' && JSON.stringify(other.slice(0, -1)) === above)
      .map(({ word }) => word);
  }

  /** Where the problem begins. */
  private offset(): number {
    const { line, column } = this.problem;
    return this.text.split('\n', line - 1).reduce((sum, before) => sum + before.length + 1, 0) + column - 1;
  }
}
