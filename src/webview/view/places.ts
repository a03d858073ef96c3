import type { Actions } from '../actions';
import { headingId } from './disclosure';
import type { SectionId } from '../sections';

export const requirementId = (id: string): string => `requirement-${id}`;

/** Puts the focus on the sentence that a check cites; the page scrolls with it. */
export function goToRequirement(id: string, actions: Pick<Actions, 'toggle'>): void {
  goTo(requirementId(id), 'requirements', actions);
}

export function goToSection(section: SectionId, actions: Pick<Actions, 'toggle'>): void {
  goTo(headingId(section), section, actions);
  document.getElementById(section)?.scrollIntoView(); // to the top, where reading begins
}

/** What is in a closed section exists only after it has been opened and drawn. */
function goTo(elementId: string, section: SectionId, actions: Pick<Actions, 'toggle'>): void {
  const focus = () => document.getElementById(elementId)?.focus();
  actions.toggle(section, true);
  if (document.getElementById(elementId)) focus();
  else requestAnimationFrame(() => requestAnimationFrame(focus));
}
