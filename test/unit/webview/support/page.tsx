import { Window } from 'happy-dom';
import { render } from 'preact';
import type { QuestionView } from '../../../../src/protocol/panel';
import type { Actions, ReviewingActions } from '../../../../src/webview/actions';
import { initialState, update, type Message, type State } from '../../../../src/webview/state';
import { sayFrom } from '../../../../src/webview/say';
import { App } from '../../../../src/webview/view/app';

/**
 * The views drawn into a DOM without a browser. The web components are not registered here: their elements carry the
 * same names, and what they do with them is tried in a browser.
 */
export class PageUnderTest {
  readonly did: (readonly unknown[])[] = [];
  state: State = initialState;
  private readonly window = new Window();
  private readonly root: Element;
  private readonly before = {
    document: globalThis.document,
    HTMLElement: globalThis.HTMLElement,
    ResizeObserver: globalThis.ResizeObserver,
  };

  constructor() {
    const { document: page, HTMLElement, ResizeObserver } = this.window;
    Object.assign(globalThis, { document: page, HTMLElement, ResizeObserver });
    this.root = document.createElement('main');
    document.body.append(this.root);
  }

  show(question: QuestionView, ...messages: readonly Message[]): this {
    this.state = [{ type: 'question', question } as const, ...messages].reduce<State>(update, this.state);
    return this.draw();
  }

  say(...messages: readonly Message[]): this {
    this.state = messages.reduce(update, this.state);
    return this.draw();
  }

  draw(spoken = { text: '', turn: 0 }): this {
    render(<App state={this.state} spoken={spoken} say={sayFrom()} actions={this.actions} />, this.root);
    return this;
  }

  /** Give the globals back. */
  close(): void {
    render(null, this.root);
    Object.assign(globalThis, this.before);
    this.window.close();
  }

  all(selector: string): Element[] {
    return [...this.root.querySelectorAll(selector)];
  }

  texts(selector: string): string[] {
    return this.all(selector).map(textOf);
  }

  /** Everything a person can operate, with the name that a screen reader says. */
  get controls(): { readonly element: Element; readonly name: string }[] {
    return this.all('button, vscode-button, vscode-textarea, input, a').map(element => ({
      element,
      name: nameOf(element),
    }));
  }

  get names(): string[] {
    return this.controls.map(control => control.name);
  }

  /** @param index among several of that name */
  press(name: string, index?: number): void {
    const all = this.controls.filter(control => control.name === name);
    const found = index === undefined ? all : all.slice(index, index + 1);
    if (found.length !== 1)
      throw new Error(`${found.length} controls are called "${name}": ${this.names.join(' | ')}`);
    (found[0]?.element as HTMLElement).click();
  }

  get outline(): string[] {
    return this.all('h1, h2, h3, h4, h5, h6').map(
      heading => `${heading.tagName[1] ?? ''} ${textOf(heading)}`,
    );
  }

  /** Every call is written down; opening and closing goes through the reducer, as in the panel. */
  private readonly actions: Actions = new Proxy({} as Actions, {
    get: (_, method) =>
      method === 'toggle'
        ? (id: string, open: boolean) => this.say({ type: 'toggled', id, open })
        : method === 'reviewing'
          ? this.reviewing
          : method === 'highlight'
            ? () => Promise.resolve([]) // what comes of it is tried in a browser
            : (...args: readonly unknown[]) => void this.did.push([method, ...args]),
  });

  /** What is rendered is not written down: it is asked for again and again. */
  private readonly reviewing: ReviewingActions = new Proxy({} as ReviewingActions, {
    get: (_, method) =>
      method === 'render'
        ? (text: string) => Promise.resolve(`<p>${text}</p>`)
        : (...args: readonly unknown[]) => void this.did.push([method, ...args]),
  });
}

export const textOf = (element: Element): string => {
  const copy = element.cloneNode(true) as Element;
  for (const hidden of copy.querySelectorAll('[aria-hidden="true"]')) hidden.remove();
  // Parts of a line are apart by layout; here by a blank.
  for (const part of copy.querySelectorAll('span, p, li, dt, dd, div, h2, h3, h4, button, figcaption'))
    part.append(' ');
  return copy.textContent.replaceAll(/[\s\u00a0]+/g, ' ').trim();
};

function nameOf(element: Element): string {
  const label = element.getAttribute('aria-label') ?? element.getAttribute('label');
  if (label !== null) return label;
  const around =
    element.closest('label') ?? element.ownerDocument.querySelector(`label[for="${element.id}"]`);
  return textOf(around ?? element);
}
