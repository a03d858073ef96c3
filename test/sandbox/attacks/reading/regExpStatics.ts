// fails | What the last match in this realm left behind.
export const answer = () => 'wrong';
export async function attack() {
  const constructors = [RegExp, /x/.constructor, (0, eval)('RegExp'), new Function('return /x/.constructor')()];
  for (const constructor of constructors)
    for (const key of ['$_', '$&', '$`', "$'", '$+', '$1', '$9', 'input', 'lastMatch', 'lastParen', 'leftContext', 'rightContext', 'multiline'])
      if (constructor[key]) console.warn(`REACHED ${key}: ${String(constructor[key])}`);
}
