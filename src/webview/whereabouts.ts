import { caretIn, takeCaretTo } from './caret';
import type { Panel } from './panel';

/** After one of these somebody is somewhere by themselves, and is left there. */
const acts = ['keydown', 'pointerdown', 'wheel'] as const;
/** A field that only loses the focus has not been left: the page may be about to be hidden, or replaced. */
const moves = ['input', 'keyup', 'pointerup', 'focusin'] as const;

const scrollPauseMs = 100;

/** Brings back where somebody was reading and writing in a page that is made again, and from then on keeps where they are. */
export class Whereabouts {
  private isWaiting = false;
  private scrollTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly page: Document,
    private readonly panel: Pick<Panel, 'place' | 'keepCaret' | 'keepScroll'>,
    /** The editor in front: what the editor gives the focus to when it has come back, whether or not it arrives here. */
    private readonly isActive: boolean,
  ) {}

  /**
   * Call when the page is laid out. Nothing is kept before: a page that is too short to be scrolled, or has no fields yet,
   * would be taken for what somebody wanted.
   */
  bringBack(): void {
    window.scrollTo(0, this.panel.place.scrollTop);
    this.isWaiting = true;
    window.addEventListener('focus', this.look);
    for (const event of acts) window.addEventListener(event, this.keepFromHere, { passive: true });
    this.look();
  }

  /** Call after each drawing: the field may come later than the page, as when an attempt is found. */
  readonly look = (): void => {
    if (!this.isWaiting) return;
    const { caret } = this.panel.place;
    if (!caret || takeCaretTo(this.page, caret, this.isActive || this.page.hasFocus())) this.keepFromHere();
  };

  private readonly keepFromHere = (): void => {
    this.isWaiting = false;
    window.removeEventListener('focus', this.look);
    for (const event of acts) window.removeEventListener(event, this.keepFromHere);
    for (const event of moves) this.page.addEventListener(event, this.keepCaret);
    window.addEventListener('scroll', this.keepScrollSoon);
  };

  /**
   * After the event, when the caret is where it is going to be. Whoever turns to another editor, or loses this one, has not
   * left the field: the page is left, and comes back as it was.
   */
  private readonly keepCaret = (): void =>
    queueMicrotask(() => {
      const caret = caretIn(this.page);
      if (caret || this.page.hasFocus()) this.panel.keepCaret(caret);
    });

  private readonly keepScrollSoon = (): void => {
    clearTimeout(this.scrollTimer);
    this.scrollTimer = setTimeout(() => {
      this.panel.keepScroll(window.scrollY);
      this.keepCaret();
    }, scrollPauseMs);
  };
}
