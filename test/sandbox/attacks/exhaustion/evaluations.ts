// timed out in withstands or out of memory in withstands | Compiles a new program each time.
export const answer = () => 'wrong';
export async function attack() {
  for (let index = 0; ; index++) new Function(`return function f${index}() { return ${index}; }`)()();
}
