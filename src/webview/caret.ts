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

/** Puts the caret back, and the field to where it was in view, if the field is there and nobody is somewhere else already. */
export function takeCaretTo(page: Document, { field, start, end, top }: Caret): void {
  if (page.activeElement !== null && page.activeElement !== page.body) return;
  for (const element of page.querySelectorAll('vscode-textarea')) {
    const text = labelOf(element) === field ? textOf(element) : null;
    if (!text) continue;
    text.focus({ preventScroll: true });
    text.setSelectionRange(start, end);
    window.scrollBy(0, element.getBoundingClientRect().top - top);
  }
}

/** A property of the component, which has no attribute for it. */
const labelOf = (field: Element): string => ('label' in field ? String(field.label) : '');

const textOf = (field: Element): HTMLTextAreaElement | null =>
  field.shadowRoot?.querySelector('textarea') ?? null;
