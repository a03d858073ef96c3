import type { ComponentChildren } from 'preact';
import { useSurroundings } from './context';
import { Icon } from './icon';

interface DisclosureProps {
  /** Also the key under which "open" is kept. */
  readonly id: string;
  readonly level: 2 | 3 | 4 | 5;
  readonly open: boolean;
  readonly title: ComponentChildren;
  /** Beside the title, inside the button. */
  readonly aside?: ComponentChildren;
  /** Beside the button, for controls of its own. */
  readonly tools?: ComponentChildren;
  readonly looks?: string;
  readonly children: ComponentChildren;
}

/** A heading that shows and hides what is below it: the accordion pattern of the ARIA authoring practices. */
export function Disclosure({ id, level, open, title, aside, tools, looks = '', children }: DisclosureProps) {
  const { actions } = useSurroundings();
  const Heading = `h${level}` as const;
  return (
    <div class={`disclosure disclosure-${level} ${looks}`}>
      <div class="disclosure-head">
        <Heading class="disclosure-heading">
          <button
            type="button"
            id={headingId(id)}
            class="disclosure-button"
            aria-expanded={open}
            aria-controls={bodyId(id)}
            onClick={() => actions.toggle(id, !open)}
          >
            <Icon name={open ? 'chevron-down' : 'chevron-right'} />
            <span id={titleId(id)} class="disclosure-title">
              {title}
            </span>
            {aside !== undefined && <span class="disclosure-aside">{aside}</span>}
          </button>
        </Heading>
        {tools}
      </div>
      <div id={bodyId(id)} class="disclosure-body" hidden={!open}>
        {open && children}
      </div>
    </div>
  );
}

/** Ids of the document may hold no blanks; check titles do. */
const asId = (id: string): string => id.replaceAll(/[^\w-]+/g, '-');

export const headingId = (id: string): string => `${asId(id)}-heading`;
/** The words of the heading alone, to name a region by. */
export const titleId = (id: string): string => `${asId(id)}-title`;
const bodyId = (id: string): string => `${asId(id)}-body`;
