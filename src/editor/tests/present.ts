import type * as vscode from 'vscode';
import { assertNever } from '../../core/errors';
import { headline } from '../../core/run/headline';
import { interruptedCheck, type CheckResult, type LogLine, type RunReport } from '../../core/run/report';
import type { RunProgress } from '../../core/run/request';
import { missingWalls } from '../../core/run/walls';
import type { LiveRun } from '../liveRun';
import { checkMessages, compileMessage, loadMessages, stoppedMessage } from './failureMessages';
import type { TestTree } from './testTree';

/** Tells one TestRun what happens in one run, and how it ended. */
export class RunPresenter {
  private readonly reported = new Set<vscode.TestItem>();

  constructor(
    private readonly live: LiveRun,
    private readonly run: vscode.TestRun,
    private readonly tree: TestTree,
  ) {}

  progress(event: RunProgress): void {
    const { attempt, whole } = this.live;
    switch (event.type) {
      case 'planned':
        if (whole) this.tree.setChecks(attempt, event.checks);
        for (const check of event.checks) {
          const item = this.tree.checkItem(attempt, check);
          if (item) this.run.enqueued(item);
        }
        return;
      case 'started': {
        const item = this.itemAt(event.index);
        if (item) this.run.started(item);
        return;
      }
      case 'finished':
        return this.finished(event.result);
      default:
        assertNever(event);
    }
  }

  end(report: RunReport): void {
    if (report.checks.length > 0 && this.live.whole) this.tree.setChecks(this.live.attempt, report.checks);
    for (const check of report.checks) if (check.state !== 'not-run') this.finished(check);
    this.sayWhyNot(report);
    for (const item of this.wanted(report)) if (!this.reported.has(item)) this.run.skipped(item);
    if (report.kind !== 'did-not-compile' && report.kind !== 'cancelled')
      for (const sentence of missingWalls(report.walls)) this.say(`[warn] ${sentence}\n`);
    this.say(`\n${headline(report)}\n`);
  }

  /** Anything but a verdict stands at the check that was running, else at the whole attempt. */
  private sayWhyNot(report: RunReport): void {
    const { attempt } = this.live;
    const top = this.tree.itemOf(attempt);
    if (!top) return;
    switch (report.kind) {
      case 'did-not-compile':
        return this.run.errored(
          top,
          report.errors.map(error => compileMessage(attempt, error)),
        );
      case 'finished':
        for (const line of report.loadLogs) this.log(line);
        if (report.loadFailure) this.run.errored(top, loadMessages(this.live, report.loadFailure));
        return;
      case 'timed-out':
      case 'crashed': {
        const check = interruptedCheck(report);
        const item = (check && this.tree.checkItem(attempt, check)) ?? top;
        this.reported.add(item);
        return this.run.errored(item, stoppedMessage(this.live, report, check));
      }
      case 'cancelled':
        return;
      default:
        assertNever(report);
    }
  }

  private finished(result: CheckResult): void {
    const { attempt } = this.live;
    const item = this.tree.checkItem(attempt, result);
    if (!item || this.reported.has(item)) return;
    this.reported.add(item);
    for (const line of result.logs) this.log(line, item);
    switch (result.state) {
      case 'passed':
        return this.run.passed(item, result.ms);
      case 'failed':
        return this.run.failed(item, checkMessages(this.live, result), result.ms);
      case 'not-run':
      case 'not-revealed':
        return this.run.skipped(item);
      default:
        assertNever(result.state);
    }
  }

  private wanted(report: RunReport): vscode.TestItem[] {
    const top = this.tree.itemOf(this.live.attempt);
    if (!top) return [];
    if (this.live.whole) return this.tree.checksBelow(top);
    const { suite, only } = this.live.options;
    if (suite !== undefined) return this.tree.checksBelow(top).filter(item => item.parent?.id === suite);
    const checks = only ?? report.checks;
    return checks.flatMap(check => this.tree.checkItem(this.live.attempt, check) ?? []);
  }

  private itemAt(index: number): vscode.TestItem | undefined {
    const check = this.live.checks[index];
    return check && this.tree.checkItem(this.live.attempt, check);
  }

  private log(line: LogLine, item?: vscode.TestItem): void {
    this.say(line.level === 'log' ? `${line.text}\n` : `[${line.level}] ${line.text}\n`, item);
  }

  /** The Test Explorer shows output as a terminal does: a line ends with a carriage return. */
  private say(text: string, item?: vscode.TestItem): void {
    this.run.appendOutput(text.replace(/\r?\n/g, '\r\n'), undefined, item);
  }
}
