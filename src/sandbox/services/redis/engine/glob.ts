/** Redis's own patterns: `*`, `?`, `[a-c]`, `[^a]`, and a backslash before what is meant literally. */
export function globMatches(pattern: string, text: string): boolean {
  return matches(pattern, 0, text, 0, { left: 1_000_000 });
}

function matches(
  pattern: string,
  from: number,
  text: string,
  start: number,
  budget: { left: number },
): boolean {
  let at = start;
  let place = from;
  while (place < pattern.length) {
    if (--budget.left < 0) return false;
    switch (pattern[place]) {
      case '*': {
        while (pattern[place + 1] === '*') place++;
        if (place + 1 === pattern.length) return true;
        for (let rest = at; rest <= text.length; rest++)
          if (matches(pattern, place + 1, text, rest, budget)) return true;
        return false;
      }
      case '?':
        if (at >= text.length) return false;
        at++;
        place++;
        break;
      case '[': {
        if (at >= text.length) return false;
        const { fits, end } = readSet(pattern, place + 1, text.charCodeAt(at));
        if (!fits) return false;
        at++;
        place = end;
        break;
      }
      default:
        if (pattern[place] === '\\' && place + 1 < pattern.length) place++;
        if (pattern[place] !== text[at]) return false;
        at++;
        place++;
    }
  }
  return at === text.length;
}

function readSet(pattern: string, from: number, code: number): { fits: boolean; end: number } {
  let place = from;
  const isNegated = pattern[place] === '^';
  if (isNegated) place++;
  let found = false;
  for (; place < pattern.length && pattern[place] !== ']'; place++) {
    if (pattern[place] === '\\' && place + 1 < pattern.length) {
      place++;
      if (pattern.charCodeAt(place) === code) found = true;
    } else if (pattern[place + 1] === '-' && place + 2 < pattern.length) {
      const [a, b] = [pattern.charCodeAt(place), pattern.charCodeAt(place + 2)];
      if (code >= Math.min(a, b) && code <= Math.max(a, b)) found = true;
      place += 2;
    } else if (pattern.charCodeAt(place) === code) found = true;
  }
  return { fits: found !== isNegated, end: place + 1 };
}
