import type { Caret } from './kept';

/** Where somebody is writing; null outside of the fields for answers. */
export function caretIn(page: Document): Caret | null {
  const field = page.activeElement;
  const text = field && textOf(field);
  const label = field && labelOf(field);
  return text && label
    ? {
        ...{ field: label, start: text.selectionStart, end: text.selectionEnd },
        top: Math.round(field.getBoundingClientRect().top),
      }
    : null;
}

/**
 * Shows the field where it was in view, with what was selected in it, and writes on there if that takes the focus from nobody.
 *
 * @returns false where that is still to come: there is no such field, or the page must not have the focus
 */
export function takeCaretTo(page: Document, { field, start, end, top }: Caret, mayFocus: boolean): boolean {
  if (page.activeElement !== null && page.activeElement !== page.body) return true; // somebody was quicker
  for (const element of page.querySelectorAll('vscode-textarea')) {
    const text = labelOf(element) === field ? textOf(element) : null;
    if (!text) continue;
    if (mayFocus) text.focus({ preventScroll: true });
    text.setSelectionRange(start, end);
    window.scrollBy(0, element.getBoundingClientRect().top - top);
    return mayFocus;
  }
  return false;
}

/** A property of the component, which has no attribute for it. */
const labelOf = (field: Element): string => ('label' in field ? String(field.label) : '');

const textOf = (field: Element): HTMLTextAreaElement | null =>
  field.shadowRoot?.querySelector('textarea') ?? null;
