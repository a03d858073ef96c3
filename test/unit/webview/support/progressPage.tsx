import { Window } from 'happy-dom';
import { render } from 'preact';
import type { ProgressView } from '../../../../src/protocol/progressPanel';
import { ProgressPage } from '../../../../src/webview/progress/page';
import { sayFrom } from '../../../../src/webview/say';
import { textOf } from './page';

/** The page about progress, drawn into a DOM without a browser. */
export class ProgressPageUnderTest {
  /** What it has told the host, and asked of the page around it. */
  readonly told: unknown[] = [];
  private readonly window = new Window();
  private readonly before = { document: globalThis.document, HTMLElement: globalThis.HTMLElement };
  readonly root: Element;

  constructor() {
    Object.assign(globalThis, { document: this.window.document, HTMLElement: this.window.HTMLElement });
    this.root = document.createElement('main');
    document.body.append(this.root);
  }

  show(view: ProgressView | undefined, failure: string | null = null): void {
    render(
      <ProgressPage
        view={view}
        failure={failure}
        say={sayFrom()}
        channel={{ notify: (event, params) => void this.told.push([event, params]) }}
        retry={() => void this.told.push('retry')}
      />,
      this.root,
    );
  }

  all(selector: string): Element[] {
    return [...this.root.querySelectorAll(selector)];
  }

  texts(selector: string): string[] {
    return this.all(selector).map(textOf);
  }

  /** By the names that a screen reader says. */
  get controls(): string[] {
    return this.all('button, vscode-button').map(nameOf);
  }

  press(name: string): void {
    const found = this.all('button, vscode-button').find(control => nameOf(control) === name);
    if (!found) throw new Error(`No control is called "${name}": ${this.controls.join(' | ')}`);
    (found as HTMLElement).click();
  }

  /** Give the globals back. */
  close(): void {
    render(null, this.root);
    Object.assign(globalThis, this.before);
    this.window.close();
  }
}

export const nameOf = (element: Element): string => element.getAttribute('aria-label') ?? textOf(element);
