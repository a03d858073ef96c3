// fails, judged by comparisons | Control characters, directions, lone surrogates, markup and escapes, as values and as keys.
const strange = ['\u0000\u0007\u001b[31m\u009b2J', '\u202e\u2066\u200b\ufeff', '\ud83d', '\udc00\ud800', '<img src=x onerror=alert(1)>', '[a](command:x) ![b](http://c) <a href="javascript:1">', '\u2028\u2029\r\n', '%s%o%j%c%%', '${process}`', '"}],"passed":true,"x":[{"', '__proto__', '\\u0022', '\u0301'.repeat(5_000), '\u{1f468}\u200d\u{1f469}'.repeat(999)];
export function make(kind) {
  const value = strange.join(kind);
  console.log(value, Object.fromEntries(strange.map(text => [text, text])));
  return Object.assign([value], Object.fromEntries(strange.map(text => [text, { [text]: text, [Symbol(text)]: text }])));
}
