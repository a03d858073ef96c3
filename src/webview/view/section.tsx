import type { ComponentChildren } from 'preact';
import { useSurroundings } from './context';
import { Disclosure, titleId } from './disclosure';

export type SectionId = 'statement' | 'requirements' | 'hints' | 'run' | 'discussions' | 'production';

interface SectionProps {
  readonly id: SectionId;
  readonly open: boolean;
  readonly aside?: ComponentChildren;
  readonly children: ComponentChildren;
  readonly onFocusIn?: (event: FocusEvent) => void;
  readonly onFocusOut?: (event: FocusEvent) => void;
}

/** One of the parts of the page: a region named by its heading. */
export function Section({ id, open, aside, children, onFocusIn, onFocusOut }: SectionProps) {
  const { say } = useSurroundings();
  return (
    <section
      class={`section section-${id}`}
      id={id}
      aria-labelledby={titleId(id)}
      onFocusIn={onFocusIn}
      onFocusOut={onFocusOut}
    >
      <Disclosure id={id} level={2} open={open} title={say(id)} aside={aside}>
        {children}
      </Disclosure>
    </section>
  );
}

/** Sections are open until the person closes them, except for what is read once, later. */
export const isSectionOpen = (open: Readonly<Record<string, boolean>>, id: SectionId): boolean =>
  open[id] ?? id !== 'production';
