// fails | Import expressions in odd dress, through every evaluator.
const texts = [
  'im' + 'port("node:fs")',
  'im' + 'port/**/("node:fs")',
  'im' + 'port\u2028("node:fs")',
  'im' + 'port\ufeff("node:fs")',
  'im' + 'port//x\n("node:fs")',
  'im' + 'port.meta.url',
  'im' + 'port.defer("node:fs")',
  'im' + 'port.source("data:application/wasm;base64,AGFzbQEAAAA=")',
  'im' + 'port . source("file:///etc/hostname")',
  'im' + 'port /**/ . /**/ source("file:///etc/hostname")',
  'im' + 'port\n.//x\nsource("file:///nowhere")',
];
const evaluators = [
  text => (0, eval)(text),
  text => new Function(`return ${text}`)(),
  text => (async () => {}).constructor(`return ${text}`)(),
  text => (function* () {}).constructor(`return ${text}`)().next().value,
  text => new Compartment().evaluate(text),
  text => new Compartment({ __options__: true }).globalThis.eval(text),
];
export const answer = () => 'wrong';
export async function attack() {
  for (const text of texts)
    for (const evaluate of evaluators)
      try {
        const found = await evaluate(text);
        if (found !== undefined) console.warn(`REACHED ${typeof found} by ${text}`);
      } catch (error) {
        if (/Source phase|Cannot find (module|package)|imported from/.test(error.message))
          console.warn(`REACHED the loader by ${text}: ${error.message}`);
        try {
          error.constructor.changed = true;
          if (error.constructor.changed) console.warn(`REACHED a class of the host: ${error.constructor.name}`);
        } catch {}
      }
}
