export type SectionId =
  'statement' | 'requirements' | 'hints' | 'run' | 'playground' | 'discussions' | 'production';

/** Sections are open until the person closes them, except for what is read once, later, and what runs code when opened. */
export const isSectionOpen = (open: Readonly<Record<string, boolean>>, id: SectionId): boolean =>
  open[id] ?? (id !== 'production' && id !== 'playground');
