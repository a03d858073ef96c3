import { inspectValue } from './inspectValue';

/** What `console.log` makes of its arguments: `%s %d %i %f %j %o %O %c %%` in a first text, the rest behind it. */
export function formatLine(
  args: readonly unknown[],
  text: (value: unknown) => string = inspectValue,
): string {
  const [first, ...others] = args;
  if (typeof first !== 'string') return args.map(arg => plainOr(arg, text)).join(' ');
  let used = 0;
  const head = first.replace(/%[sdifjoOc%]/g, directive => {
    if (directive === '%%') return '%';
    if (used >= others.length) return directive;
    return directiveText(directive, others[used++], text);
  });
  return [head, ...others.slice(used).map(arg => plainOr(arg, text))].join(' ');
}

const plainOr = (value: unknown, text: (value: unknown) => string): string =>
  typeof value === 'string' ? value : text(value);

function directiveText(directive: string, value: unknown, text: (value: unknown) => string): string {
  switch (directive) {
    case '%s':
      return plainOr(value, text);
    case '%c':
      return '';
    case '%d':
      return isPrimitive(value) ? String(typeof value === 'bigint' ? value : Number(value)) : 'NaN';
    case '%i':
      return isPrimitive(value) ? String(parseInt(String(value), 10)) : 'NaN';
    case '%f':
      return isPrimitive(value) ? String(parseFloat(String(value))) : 'NaN';
    default:
      return text(value);
  }
}

const isPrimitive = (value: unknown): value is string | number | bigint | boolean | null | undefined =>
  value === null || !['object', 'function', 'symbol'].includes(typeof value);
