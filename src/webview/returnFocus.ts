/**
 * Gives the focus back to what had it when somebody left the page and has come back. A browser does that by itself where the
 * page has a process of its own; where it shares that of the editor around it, as in an editor that is served over the web,
 * leaving takes the focus from the field, and the caret with it. Whoever has clicked beside everything, or comes back by a
 * click, has chosen for themselves.
 */
export function returnFocus(page: Document): void {
  let last: EventTarget | undefined;
  let isPressed = false;
  const isNowhere = (): boolean => page.activeElement === null || page.activeElement === page.body;
  const release = (): void => {
    isPressed = false;
    if (isNowhere()) last = undefined;
  };
  page.addEventListener('focusin', event => (last = event.composedPath()[0]));
  page.addEventListener('pointerdown', () => (isPressed = true), { capture: true, passive: true });
  for (const end of ['pointerup', 'pointercancel'] as const)
    page.addEventListener(end, release, { capture: true, passive: true });
  window.addEventListener('focus', () => {
    if (!isPressed && isNowhere() && last instanceof HTMLElement) last.focus({ preventScroll: true });
  });
}
