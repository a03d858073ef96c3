/** Marks up a block of TypeScript, JavaScript or JSON with a handful of kinds; other languages stay plain. */
export function highlightCode(code: HTMLElement): void {
  if (!/\blanguage-(ts|tsx|js|jsx|typescript|javascript|json)\b/.test(code.className)) return;
  code.replaceChildren(...tokens(code.textContent).map(token => nodeOf(token)));
}

type Kind = 'comment' | 'string' | 'number' | 'keyword' | 'type' | 'plain';

export interface Token {
  readonly kind: Kind;
  readonly text: string;
}

const keywords =
  'abstract|as|async|await|boolean|break|case|catch|class|const|constructor|continue|declare|default|delete|do|else|' +
  'enum|export|extends|false|finally|for|from|function|get|if|implements|import|in|instanceof|interface|is|keyof|let|' +
  'never|new|null|number|of|private|protected|public|readonly|return|satisfies|set|static|string|super|switch|this|' +
  'throw|true|try|type|typeof|undefined|unknown|var|void|while|yield';

const pattern = new RegExp(
  [
    String.raw`(?<comment>//[^\n]*|/\*[\s\S]*?(?:\*/|$))`,
    String.raw`(?<string>"(?:[^"\\\n]|\\.)*"?|'(?:[^'\\\n]|\\.)*'?|\x60(?:[^\x60\\]|\\[\s\S])*\x60?)`,
    String.raw`(?<number>\b\d[\d_]*(?:\.\d+)?n?\b)`,
    String.raw`(?<keyword>\b(?:${keywords})\b)`,
    String.raw`(?<type>\b[A-Z]\w*\b)`,
  ].join('|'),
  'g',
);

/** Not a parser: enough for the eye to find its way in a signature. The texts of the tokens add up to the source. */
export function tokens(source: string): readonly Token[] {
  const found: Token[] = [];
  let at = 0;
  for (const match of source.matchAll(pattern)) {
    if (match.index > at) found.push({ kind: 'plain', text: source.slice(at, match.index) });
    found.push({ kind: kindOf(match.groups ?? {}), text: match[0] });
    at = match.index + match[0].length;
  }
  if (at < source.length) found.push({ kind: 'plain', text: source.slice(at) });
  return found;
}

function kindOf(groups: Readonly<Record<string, string | undefined>>): Kind {
  const kinds: readonly Kind[] = ['comment', 'string', 'number', 'keyword', 'type'];
  return kinds.find(kind => groups[kind] !== undefined) ?? 'plain';
}

function nodeOf({ kind, text }: Token): Node {
  if (kind === 'plain') return document.createTextNode(text);
  const span = document.createElement('span');
  span.className = `token-${kind}`;
  span.textContent = text;
  return span;
}
