// fails | Ways to evaluate text, and what the text finds.
const texts = ['this', 'globalThis', 'process', 'require', 'module', 'arguments', 'new.target', 'eval', 'Function("return this")()', '(function(){return this})()', '(()=>{return this})()', 'typeof with_', 'Reflect.getPrototypeOf(async function*(){}).constructor("yield this")().next()'];
export const answer = () => 'wrong';
export async function attack(callback) {
  const evaluators = [
    text => (0, eval)(text),
    text => eval(text),
    text => Function(`return ${text}`)(),
    text => Reflect.construct(Function, [`return ${text}`], Object)(),
    text => callback.constructor(`return ${text}`)(),
    text => Object.getPrototypeOf(async () => {}).constructor(`return ${text}`)(),
    text => setTimeout(text, 0),
    text => new globalThis.Compartment({}).evaluate(text),
    text => globalThis.lockdown?.constructor(`return ${text}`)(),
    text => console.log.constructor(`return ${text}`)(),
    text => structuredClone.bind.constructor(`return ${text}`)(),
  ];
  for (const text of texts)
    for (const evaluate of evaluators)
      try {
        const found = await evaluate(text);
        if (found?.process?.pid || found?.pid || found?.main || found?.mainModule || found?.Buffer) console.warn(`REACHED ${text}`);
        if (found === globalThis && Object.isExtensible(found)) console.warn('REACHED a scope that can be changed');
      } catch {}
}
