/**
 * The texts of the panel in one language: JSON that the host leaves in the page, in
 * `<script type="application/json" id="texts">`, so that the first thing drawn is in that language already.
 */
export interface PanelTexts {
  /** BCP 47; numbers, times and lists are written as it does. */
  readonly language: string;
  /** By key; what is missing is said in English. */
  readonly table: Readonly<Record<string, string>>;
}

export const textsElementId = 'texts';

export function isPanelTexts(value: unknown): value is PanelTexts {
  if (typeof value !== 'object' || value === null) return false;
  const { language, table } = value as Record<string, unknown>;
  return (
    typeof language === 'string' &&
    typeof table === 'object' &&
    table !== null &&
    Object.values(table).every(text => typeof text === 'string')
  );
}
