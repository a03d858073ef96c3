// fails | Programs that nest so deep that they cannot be compiled.
export const answer = () => 'wrong';
export async function attack() {
  for (const [open, close] of [['(', ')'], ['[', ']'], ['{', '}'], ['(()=>', ')'], ['`${', '}`'], ['!', ''], ['a?b:', 'c'], ['/*', '*/'], ['import/**/', '.x'], ['async()=>{await ', '}'], ['class A extends ', 'B{}']])
    for (const depth of [1_000, 50_000])
      for (const evaluate of [eval, Function])
        try {
          evaluate(open.repeat(depth) + '1' + close.repeat(depth));
        } catch {}
}
