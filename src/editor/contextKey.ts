import * as vscode from 'vscode';
import type { ContextTypes } from './ids';

/** A context key that speaks only when its value changed. */
export class ContextKey<K extends keyof ContextTypes> {
  private current: ContextTypes[K] | undefined;

  constructor(private readonly key: K) {}

  set(value: ContextTypes[K]): void {
    if (value === this.current) return;
    this.current = value;
    void vscode.commands.executeCommand('setContext', this.key, value);
  }
}
