import { useEffect, useRef, useState } from 'preact/hooks';
import type { QuestionView } from '../../protocol/panel';
import type { SectionId } from '../sections';
import { useSurroundings } from './context';
import { goToSection } from './places';

/** Those that are on the page, in its order. */
export function sectionsOf(question: QuestionView): readonly SectionId[] {
  const isChecked = question.kind === 'checked';
  const is: readonly (readonly [SectionId, boolean])[] = [
    ['statement', true],
    ['requirements', question.requirements.length > 0],
    ['hints', question.hints.length > 0],
    ['run', isChecked && !question.preview],
    ['playground', question.playground !== null],
    ['discussions', question.discussions.length > 0],
    ['production', question.productionHtml !== ''],
  ];
  return is.flatMap(([id, isThere]) => (isThere ? [id] : []));
}

/**
 * The way to each section, and where one is. A toolbar of the ARIA authoring practices: one stop of the Tab key, arrows
 * within.
 */
export function SectionNav({ sections }: { readonly sections: readonly SectionId[] }) {
  const { say, actions } = useSurroundings();
  const bar = useRef<HTMLDivElement>(null);
  const [inView, choose] = useSectionInView(sections);
  const [stop, setStop] = useState<SectionId>();
  const focusable = stop !== undefined && sections.includes(stop) ? stop : inView;
  const onKeyDown = (event: KeyboardEvent): void => {
    const target = targetOf(
      event.key,
      sections.indexOf(focusable),
      sections.length,
      isRightToLeft(bar.current),
    );
    const id = target === undefined ? undefined : sections[target];
    if (id === undefined) return;
    event.preventDefault();
    setStop(id);
    bar.current?.querySelector<HTMLElement>(`[data-section="${id}"]`)?.focus();
  };
  return (
    <div class="section-nav" role="toolbar" aria-label={say('sections')} ref={bar} onKeyDown={onKeyDown}>
      {sections.map(id => (
        <button
          key={id}
          type="button"
          data-section={id}
          tabIndex={id === focusable ? 0 : -1}
          aria-current={id === inView ? 'location' : undefined}
          onFocus={() => setStop(id)}
          onBlur={() => setStop(undefined)}
          onClick={() => {
            choose(id);
            goToSection(id, actions);
          }}
        >
          {say(id)}
        </button>
      ))}
    </div>
  );
}

const isRightToLeft = (element: Element | null): boolean =>
  element !== null && getComputedStyle(element).direction === 'rtl';

function targetOf(key: string, from: number, count: number, rightToLeft: boolean): number | undefined {
  const [back, on] = rightToLeft ? ['ArrowRight', 'ArrowLeft'] : ['ArrowLeft', 'ArrowRight'];
  if (key === on) return (from + 1) % count;
  if (key === back) return (from + count - 1) % count;
  if (key === 'Home') return 0;
  return key === 'End' ? count - 1 : undefined;
}

/** What somebody scrolls with, beside choosing a section. */
const gestures = ['wheel', 'touchmove', 'pointerdown', 'keydown'] as const;

/** Below the header, and a little: who reads looks there. */
const readingLine = 240;

/** The section that begins last above the line where one reads; of two columns that begin there, the first. */
function useSectionInView(
  sections: readonly SectionId[],
): readonly [inView: SectionId, choose: (id: SectionId) => void] {
  const [inView, setInView] = useState<SectionId>(sections[0] ?? 'statement');
  // One that was chosen may be too far down to come up to the line: it stays chosen until somebody scrolls.
  const chosen = useRef<SectionId | undefined>(undefined);
  const choose = (id: SectionId): void => {
    chosen.current = id;
    setInView(id);
  };
  const listed = sections.join(' ');
  useEffect(() => {
    const view = document.defaultView;
    if (!view) return;
    let frame = 0;
    const look = (): void => {
      frame = 0;
      if (chosen.current !== undefined) return;
      let found: { readonly id: SectionId; readonly top: number } | undefined;
      for (const id of sections) {
        const top = document.getElementById(id)?.getBoundingClientRect().top;
        if (top !== undefined && top <= readingLine && (!found || top > found.top + 1)) found = { id, top };
      }
      setInView(found?.id ?? sections[0] ?? 'statement');
    };
    const soon = (): void => {
      frame ||= view.requestAnimationFrame(look);
    };
    const release = (): void => void (chosen.current = undefined);
    soon();
    for (const gesture of gestures) view.addEventListener(gesture, release, { passive: true });
    view.addEventListener('scroll', soon, { passive: true });
    view.addEventListener('resize', soon);
    return () => {
      view.cancelAnimationFrame(frame);
      for (const gesture of gestures) view.removeEventListener(gesture, release);
      view.removeEventListener('scroll', soon);
      view.removeEventListener('resize', soon);
    };
  }, [listed]);
  return [sections.includes(inView) ? inView : (sections[0] ?? 'statement'), choose];
}
