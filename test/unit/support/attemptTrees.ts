import fc from 'fast-check';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { oddText } from './childMessages';

type Tree = Readonly<Record<string, string>>;

/** Every TypeScript file of the bundled exercises. */
const realFiles: readonly string[] = readdirSync('exercises', { recursive: true, withFileTypes: true })
  .filter(entry => entry.isFile() && entry.name.endsWith('.ts'))
  .map(entry => readFileSync(path.join(entry.parentPath, entry.name), 'utf8'));

/** What TypeScript is made of, put together by nobody. */
const tokens = (
  `{ } ( ) [ ] < > ; , . ? ! : => ... = == ? ?. ?? ++ ** / /* */ // \` \${ ' " @ # \\ & | ^ ~ ` +
  `import export from default as type interface enum namespace module declare abstract class extends implements ` +
  `constructor private readonly static async await function* yield return const let var new this super satisfies ` +
  `keyof infer is asserts unique symbol accessor override in out of for while do if else switch case try catch ` +
  `throw using get set delete typeof void with debugger import.meta import( require( './a' 'node:fs' x y a0 _ $ ` +
  `0x1n 1_0 .5e-3 /[/]\\/(/u "\\u{110000}" <T,> (a)=>a {a} [b] \u2028 \ufeff \\u0061 __proto__ #! <!-- -->`
).split(' ');

const soup = fc
  .array(fc.oneof(fc.constantFrom(...tokens), fc.constantFrom('\n', ' ', '\t', '\r\n')), { maxLength: 60 })
  .map(parts => parts.join(' '));

/** A real file, cut off, with a piece of it moved, lost or doubled. */
const broken = fc
  .record({
    text: fc.constantFrom(...realFiles),
    cut: fc.double({ min: 0, max: 1, noNaN: true }),
    from: fc.double({ min: 0, max: 1, noNaN: true }),
    length: fc.nat(80),
    how: fc.constantFrom('cut', 'lose', 'double', 'reverse', 'token', 'odd'),
    token: fc.constantFrom(...tokens),
    odd: oddText,
  })
  .map(({ text, cut, from, length, how, token, odd }) => {
    const at = Math.floor(from * text.length);
    const [head, piece, tail] = [text.slice(0, at), text.slice(at, at + length), text.slice(at + length)];
    switch (how) {
      case 'cut':
        return text.slice(0, Math.floor(cut * text.length));
      case 'lose':
        return head + tail;
      case 'double':
        return head + piece + piece + tail;
      case 'reverse':
        return head + Array.from(piece).reverse().join('') + tail;
      case 'token':
        return head + token + piece + tail;
      default:
        return head + odd + tail;
    }
  });

const large = fc.constantFrom(
  'export const a = [' + '1, '.repeat(50_000) + '];',
  'const x = ' + '('.repeat(2_000) + '1' + ')'.repeat(2_000) + ';',
  '{'.repeat(3_000),
  'x = `${'.repeat(1_000),
  'a'.repeat(200_000),
  '\n'.repeat(100_000) + 'export const = 1',
  'const a = 1; '.repeat(10_000) + '%',
  '/*'.repeat(50_000),
  `type T = ${'A<'.repeat(1_000)}`,
  `const s = "${'\\'.repeat(99_999)}";`,
);

export const oddSource: fc.Arbitrary<string> = fc.oneof(
  { weight: 10, arbitrary: soup },
  { weight: 12, arbitrary: broken },
  { weight: 5, arbitrary: oddText },
  { weight: 1, arbitrary: large },
);

const oddName = fc.oneof(
  fc.constantFrom('a.ts', 'b.ts', 'c/d.ts', 'index.ts', 'types.ts', '__proto__.ts', 'constructor.ts'),
  fc.constantFrom(
    'a',
    '.ts',
    'a.d.ts',
    'a.tsx',
    '__proto__',
    'toString',
    'CON.ts',
    'a b.ts',
    'a:9.ts',
    'é.ts',
  ),
  fc.constantFrom('a:0\nb.ts', 'a\u2028throw 1//.ts', '../up.ts', '/abs.ts', 'a\\b.ts', 'c//d.ts', './e.ts'),
  oddText.map(text => `${text.slice(0, 50)}.ts`),
);

/** What somebody might have in the folder of an attempt. */
export const oddTree: fc.Arbitrary<Tree> = fc
  .array(fc.tuple(oddName, oddSource), { maxLength: 5 })
  .map(entries => Object.fromEntries(entries));
