// fails | Import phases and expressions in every disguise that the rewriting might not see through.
const word = 'im' + 'port';
const bare = ['("node:fs")', '.source("node:fs")', '.defer("node:fs")', '.meta', '.source("file:///etc/hostname")'];
const between = ['', ' ', '\n', '\t', '\u00a0', '\ufeff', '\u2028', '\u2029', '\u3000', '/**/', '/* * / */', '/*/*/', '//\n', '//x\u2028', '//x\r', '/*\n*/', '<!--\n', '\n-->x\n', '/***//**/', '/*a*//*b*/ ', '\v\f'];
const around = [text => text, text => `\`\${${text}}\``, text => `/x/[${text}]`, text => `(${text})`, text => `x=>${text}`, text => `a/${text}/b`, text => `"\\\n";${text}`, text => `'//' + ${text}`, text => `/[/]/.test(${text})`, text => `\`/*\`;${text};\`*/\``, text => `/\\/*/;${text}`, text => `async () => await ${text}`, text => `class { static x = ${text} }`];
const escaped = ['\\u0069mport', '\\u{69}mport', 'i\\u006dport', 'impor\\u0074', 'ımport', 'im\u200dport', 'IMPORT'];
const refused = /is not available|SyntaxError|Keyword must not|Unexpected|Invalid|missing|Cannot use|rejected/;
export const answer = () => 'wrong';
export async function attack() {
  const evaluators = [text => (0, eval)(text), text => new Function(`return ${text}`)(), text => (async () => {}).constructor(`return ${text}`)(), text => globalThis.Function('a=' + text, 'return a')()];
  for (const name of [word, ...escaped])
    for (const gap of name === word ? between : ['', ' '])
      for (const tail of bare)
        for (const wrap of gap === '' ? around : around.slice(0, 2))
          for (const evaluate of evaluators)
            try {
              let value = await evaluate(wrap(`${name}${gap}${tail}`));
              if (typeof value === 'function') value = await value();
              if (value !== null && typeof value === 'object' && !(value instanceof RegExp)) console.warn(`REACHED ${typeof value} by ${wrap(name + gap + tail)}`);
            } catch (error) {
              if (/ERR_|Cannot find|phase|resolve|ENOENT|hostname|callback/.test(`${error?.code} ${error?.message}`) && !refused.test(error?.message)) console.warn(`REACHED the loader by ${name}${gap}${tail}: ${error.message}`);
            }
}
