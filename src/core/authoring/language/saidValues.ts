/**
 * What stands in a message for the blanks of the text that it was made from; undefined when it was made from another.
 *
 * @param template in the language of the message: `l10n.t('There is no file {0}/{1}.')`, without values
 */
export function saidValues(template: string, message: string): Map</* blank */ string, string> | undefined {
  const parts = template.split(/\{(\d+)\}/);
  const pattern = parts.map((part, i) => (i % 2 === 0 ? escaped(part) : '([^]*?)')).join('');
  const found = new RegExp(`^${pattern}$`, 'u').exec(message);
  return found ? new Map(found.slice(1).map((value, i) => [parts[2 * i + 1]!, value])) : undefined;
}

const escaped = (text: string): string => text.replaceAll(/[$()*+.?[\\\]^{|}/]/g, '\\$&');
