/** A colour with its parts from 0 to 255, opaque unless `alpha` says otherwise. */
export interface Colour {
  readonly red: number;
  readonly green: number;
  readonly blue: number;
  readonly alpha: number;
}

/** What the Web Content Accessibility Guidelines ask of text, 2.2, 1.4.3. */
export const readableContrast = 4.5;

/** `#rgb`, `#rgba`, `#rrggbb`, `#rrggbbaa`, `rgb(…)`, `rgba(…)`, and `color(srgb …)`, which mixed colours compute to. */
export function parseColour(text: string): Colour | undefined {
  const hex = /^#([\da-f]{3,8})$/i.exec(text)?.[1];
  if (hex !== undefined) {
    const long = hex.length <= 4 ? hex.replaceAll(/./g, '$&$&') : hex;
    if (long.length !== 6 && long.length !== 8) return undefined;
    const at = (from: number) => parseInt(long.slice(from, from + 2), 16);
    return { red: at(0), green: at(2), blue: at(4), alpha: long.length === 8 ? at(6) / 255 : 1 };
  }
  const called = /^(rgba?|color)\((?:srgb )?([^)]*)\)$/.exec(text.trim());
  if (!called) return undefined;
  const [red, green, blue, alpha = 1] = (called[2] ?? '')
    .split(/[\s,/]+/)
    .filter(Boolean)
    .map(Number);
  if (red === undefined || green === undefined || blue === undefined) return undefined;
  const scale = called[1] === 'color' ? 255 : 1;
  const colour = { red: red * scale, green: green * scale, blue: blue * scale, alpha };
  return Object.values(colour).every(Number.isFinite) ? colour : undefined;
}

/** The one seen through the other, which is opaque. */
export function over({ red, green, blue, alpha }: Colour, below: Colour): Colour {
  const mix = (above: number, under: number) => above * alpha + under * (1 - alpha);
  return { red: mix(red, below.red), green: mix(green, below.green), blue: mix(blue, below.blue), alpha: 1 };
}

/** From 1 to 21, of two opaque colours: https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio. */
export function contrast(one: Colour, other: Colour): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

function luminance({ red, green, blue }: Colour): number {
  const linear = (part: number) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}

const white: Colour = { red: 255, green: 255, blue: 255, alpha: 1 };
const black: Colour = { red: 0, green: 0, blue: 0, alpha: 1 };
const steps = 20;

/**
 * The colour, or the first that is readable on its way to white or black, whichever differs more from the background. A
 * theme chooses its colours for its own editor; what stands on another background here must be as legible.
 */
export function readable(colour: Colour, background: Colour): Colour {
  const shown = over(colour, background);
  const end = contrast(white, background) >= contrast(black, background) ? white : black;
  for (let step = 0; step < steps; step++) {
    const tried = rounded(over({ ...end, alpha: step / steps }, shown));
    if (contrast(tried, background) >= readableContrast) return tried;
  }
  return end;
}

/** As it will be drawn. */
const rounded = ({ red, green, blue }: Colour): Colour => ({
  red: Math.round(red),
  green: Math.round(green),
  blue: Math.round(blue),
  alpha: 1,
});

export const cssOf = ({ red, green, blue }: Colour): string => `rgb(${red} ${green} ${blue})`;
