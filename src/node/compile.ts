import * as l10n from '@vscode/l10n';
import vm from 'node:vm';
import { transform, type Options } from 'sucrase';
import type { CompileError } from '../core/run/report';
import { guestModules, stackGuard } from '../protocol/run';
import { compileError, placeOf, type Place } from './codeFrame';
import { brokenRules } from './sourceRules';
import { withStackGuards } from './stackGuards';

export type Compiled =
  | { readonly ok: true; readonly code: string }
  | { readonly ok: false; readonly errors: readonly CompileError[] };

/** Results by path and text; a save changes one file and the others need no second look. */
const memo = new Map</* kind, path, siblings, text */ string, Compiled>();
const maxRemembered = 400;

function remembered(key: string, compile: () => Compiled): Compiled {
  const known = memo.get(key);
  if (known) return known;
  if (memo.size >= maxRemembered) memo.delete(memo.keys().next().value!);
  const compiled = compile();
  memo.set(key, compiled);
  return compiled;
}

export interface CompiledModules {
  readonly modules: Readonly<Record</* path */ string, string>>;
  readonly errors: readonly CompileError[];
}

/** Characters of an attempt's source: ten times what the largest exercise needs. The host compiles it on its own thread. */
const maxSource = 4_000_000;

/** The learner's TypeScript to CommonJS, with every line where it was. `.d.ts` files are left out. */
export function compileAttempt(files: Readonly<Record<string, string>>): CompiledModules {
  const paths = Object.keys(files).filter(path => path.endsWith('.ts') && !path.endsWith('.d.ts'));
  const siblings = new Set(paths);
  const size = paths.reduce((sum, path) => sum + files[path]!.length, 0);
  if (size > maxSource) return { modules: {}, errors: [tooLarge(paths, size)] };
  const names = [...siblings].sort().join('\0');
  const modules: Record<string, string> = {};
  const errors: CompileError[] = [];
  for (const path of paths) {
    const text = files[path]!;
    if (badName.test(path)) {
      errors.push(compileError(path, text, { line: 1, column: 1 }, badNameMessage()));
      continue;
    }
    const compiled = remembered(`attempt\0${path}\0${names}\0\0${text}`, () =>
      compileGuest(path, text, siblings),
    );
    if (compiled.ok) modules[path] = compiled.code;
    else errors.push(...compiled.errors);
  }
  return { modules, errors };
}

/** The name becomes part of the text that is evaluated, as its URL. */
const badName = /[\p{Cc}\u2028\u2029\p{Cs}]/u;
const badNameMessage = (): string =>
  l10n.t('The name of this file holds a line break or a control character. Rename it.');

/** An author's suite, in TypeScript or already compiled. It is held to what the attempt may use by its own realm. */
export const compileSuiteModule = (path: string, text: string): Compiled =>
  remembered(`suite\0${path}\0\0\0${text}`, () => {
    const isTypescript = !/\.[cm]?js$/.test(path);
    if (!isTypescript && isBuilt(text)) return checked(path, text, text);
    const compiled = toCommonJs(path, text, isTypescript);
    if (!compiled.ok) return compiled;
    const known = checked(path, text, compiled.code);
    return known.ok ? { ok: true, code: withStackGuards(known.code) } : known;
  });

/** Whether this is what comes out below: the suites of built packs need no second look. */
const isBuilt = (text: string): boolean =>
  text.startsWith('"use strict"') && text.includes(`${stackGuard}()`);

/** Of one file; nobody reads more at once. */
const maxErrors = 50;

const tooLarge = ([file = '']: readonly string[], size: number): CompileError => ({
  file,
  line: 1,
  column: 1,
  message: l10n.t('The files of the attempt have {0} characters in all; the limit is {1}.', size, maxSource),
  codeFrame: '',
});

function compileGuest(path: string, text: string, siblings: ReadonlySet<string>): Compiled {
  const compiled = toCommonJs(path, text, true);
  if (!compiled.ok) return compiled;
  const broken = brokenRules(text, specifier => cannotImport(path, specifier, siblings)).slice(0, maxErrors);
  if (broken.length === 0) return checked(path, text, compiled.code);
  return {
    ok: false,
    errors: broken.map(rule =>
      compileError(path, text, placeOf(text, rule.start), rule.message, placeOf(text, rule.end)),
    ),
  };
}

/** Exported for whoever asks where a place of the compiled text came from. */
export const transformOptions = (path: string, typescript: boolean): Options => ({
  transforms: typescript ? ['typescript', 'imports'] : ['imports'],
  disableESTransforms: true,
  preserveDynamicImport: true,
  production: true,
  filePath: path,
});

function toCommonJs(path: string, text: string, typescript: boolean): Compiled {
  try {
    return { ok: true, code: transform(text, transformOptions(path, typescript)).code };
  } catch (error) {
    return { ok: false, errors: [syntaxError(path, text, error)] };
  }
}

/** sucrase says `Error transforming limiter.ts: Unexpected token (3:14)` and carries the place. */
function syntaxError(path: string, text: string, error: unknown): CompileError {
  const { message, loc } = error as { message?: unknown; loc?: Partial<Place> };
  const place = { line: loc?.line ?? 1, column: loc?.column ?? 1 };
  const words = String(message)
    .replace(/^Error transforming .*?: /, '')
    .replace(/ \(\d+:\d+\)$/, '');
  return compileError(path, text, place, l10n.t('Syntax error: {0}.', words));
}

/** V8 knows errors that the compiler does not look for: a name declared twice, `await` outside an async function. */
function checked(path: string, text: string, code: string): Compiled {
  try {
    // Compiled, never run. On one line with the wrapper, so that lines agree; in a block, as the child has it.
    new vm.Script(`(function(exports,require,module){"use strict";{${code}\n}})`, { filename: 'module' });
    return { ok: true, code };
  } catch (error) {
    const { message, stack } = error as Error;
    const line = Math.min(Number(/:(\d+)\n/.exec(stack ?? '')?.[1] ?? 1), text.split('\n').length);
    const column = firstColumn(text, line);
    return {
      ok: false,
      errors: [
        compileError(
          path,
          text,
          { line, column },
          message.includes('await is only valid')
            ? l10n.t('Syntax error: {0}. An exercise has no top-level await.', message)
            : l10n.t('Syntax error: {0}.', message),
        ),
      ],
    };
  }
}

/** V8's column is one of the compiled text; the line's first character is honest. */
const firstColumn = (text: string, line: number): number =>
  Math.max(0, (text.split('\n')[line - 1] ?? '').search(/\S/)) + 1;

/** Modules of services: specifier -> where the thing itself comes from. */
const typesOnly: Readonly<Record<string, () => string>> = {
  ioredis: () => l10n.t('The client is handed to your code.'),
  'postgres-client': () => l10n.t('The database is handed to your code.'),
};

/** Why a learner's file cannot import this, or undefined when it can. */
function cannotImport(from: string, specifier: string, siblings: ReadonlySet<string>): string | undefined {
  if ((guestModules as readonly string[]).includes(specifier)) return undefined;
  const handed = Object.hasOwn(typesOnly, specifier) ? typesOnly[specifier] : undefined;
  if (handed)
    return l10n.t(
      "'{0}' has only types here: write “{1}”. {2}",
      specifier,
      `import type { … } from '${specifier}'`,
      handed(),
    );
  if (!specifier.startsWith('.')) {
    const allowed = guestModules.filter(name => name.startsWith('node:')).join(', ');
    return l10n.t(
      "'{0}' is not available in an exercise. It may import its own files and {1}.",
      specifier.slice(0, 200),
      allowed,
    );
  }
  if (isSibling(from, specifier, siblings)) return undefined;
  const others = [...siblings].filter(path => path !== from).map(path => `./${path}`);
  const named = specifier.slice(0, 200);
  return others.length > 0
    ? l10n.t("There is no file for '{0}'. The other files are {1}.", named, others.sort().join(', '))
    : l10n.t("There is no file for '{0}'.", named);
}

function isSibling(from: string, specifier: string, siblings: ReadonlySet<string>): boolean {
  const parts = from.split('/').slice(0, -1);
  for (const part of specifier.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return false;
  }
  const path = parts.join('/');
  const bare = path.replace(/\.[cm]?[jt]s$/, '');
  return [path, `${bare}.ts`, `${path}.ts`, `${path}/index.ts`].some(candidate => siblings.has(candidate));
}
