import * as vscode from 'vscode';
import { isRunReport } from '../core/run/isRunReport';
import type { RunReport } from '../core/run/report';
import { isNumber, isShaped, isText } from '../core/shape';
import type { Attempt } from './attempts';
import { Coalescer } from './coalescer';

/** The last report of an attempt, after the reveal rule. */
export interface Result {
  readonly report: RunReport;
  /** Epoch milliseconds. */
  readonly at: number;
  /** Of the files it speaks about, see `fingerprint`. */
  readonly fingerprint: string;
}

const key = 'results/1';
/** The language that they were told in; it was always English once. */
const languageKey = 'results/language';

/** Beyond this a report is kept without its traces after a reload; they come back with the next run. */
const maxStoredCharacters = 256 * 1024;

/** Attempts come and go; what is remembered of them must not grow for ever. */
const maxStored = 50;

const isResult = isShaped<Result>({ report: isRunReport, at: isNumber, fingerprint: isText });

/** What another version, or nobody, has left there is forgotten. */
function parseStored(value: unknown): [/* folder uri */ string, Result][] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).filter((entry): entry is [string, Result] => isResult(entry[1]));
}

/** Whether it holds sentences of ours: they are in the language of the window that it was made in. */
const isTold = ({ report }: Result): boolean =>
  report.kind === 'did-not-compile' || report.kind === 'crashed';

/** Remembers how each attempt stood, also across a reload of the window. */
export class Results implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter</* folder uri */ string>();
  readonly onDidChange = this.changed.event;
  /** Not on the way from a save to its verdict. */
  private readonly saving = new Coalescer(100, () => this.save());
  private readonly byAttempt: Map</* folder uri */ string, Result>;

  private readonly replaced = new Map</* folder uri */ string, Result>();

  constructor(
    private readonly state: vscode.Memento,
    private readonly language = vscode.env.language,
  ) {
    const isOurs = state.get(languageKey, 'en') === language;
    // The next run says it in the language of today.
    this.byAttempt = new Map(parseStored(state.get(key)).filter(([, result]) => isOurs || !isTold(result)));
  }

  get(attempt: Pick<Attempt, 'key'>): Result | undefined {
    return this.byAttempt.get(attempt.key);
  }

  /** The report that the last one took the place of, since the window was opened. */
  before(attempt: Pick<Attempt, 'key'>): Result | undefined {
    return this.replaced.get(attempt.key);
  }

  set(attempt: Pick<Attempt, 'key'>, result: Result): void {
    const before = this.byAttempt.get(attempt.key);
    if (before) this.replaced.set(attempt.key, before);
    this.byAttempt.set(attempt.key, result);
    this.changed.fire(attempt.key);
    this.saving.trigger();
  }

  clear(attempt: Pick<Attempt, 'key'>): void {
    this.replaced.delete(attempt.key);
    if (!this.byAttempt.delete(attempt.key)) return;
    this.changed.fire(attempt.key);
    this.saving.trigger();
  }

  dispose(): void {
    this.saving.dispose();
    void this.save();
    this.changed.dispose();
  }

  /** Writes what is remembered; by itself this happens a moment after a change. */
  async save(): Promise<void> {
    const latest = [...this.byAttempt].sort(([, a], [, b]) => b.at - a.at).slice(0, maxStored);
    const entries = latest.map(([attempt, result]) => [attempt, storable(result)] as const);
    await this.state.update(key, Object.fromEntries(entries));
    if (this.state.get(languageKey) !== this.language) await this.state.update(languageKey, this.language);
  }
}

function storable(result: Result): Result {
  if (JSON.stringify(result).length <= maxStoredCharacters) return result;
  const checks = result.report.checks.map(check => ({ ...check, trace: [] }));
  return { ...result, report: { ...result.report, checks } };
}
