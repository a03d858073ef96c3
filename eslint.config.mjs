import js from '@eslint/js';
import prettier from 'eslint-config-prettier';
import tseslint from 'typescript-eslint';
import { handOver } from './scripts/handOverRule.mjs';

const sources = ['src/**/*.{ts,tsx}', 'test/**/*.{ts,tsx}'];
const typed = [...sources, 'exercises/**/*.ts'];

/**
 * One way to export, one place to find a thing: its own file.
 *
 * @satisfies {import('typescript-eslint').ConfigArray[number]['rules']}
 */
const modules = {
  'no-restricted-syntax': [
    'error',
    {
      selector: 'ExportDefaultDeclaration',
      message: 'Export by name: the name then reads the same everywhere.',
    },
    {
      selector: 'ExportAllDeclaration',
      message: 'Import from the file that holds it; barrels hide where things live.',
    },
    { selector: 'TSEnumDeclaration', message: 'Use a union of string literals.' },
  ],
};

/**
 * What comes from a file, another process, a page or a store is parsed: a cast would only claim what it is.
 *
 * @type {{ selector: string, message: string }[]}
 */
const unparsed = [
  {
    selector:
      "TSAsExpression[typeAnnotation.type!='TSUnknownKeyword'] > CallExpression[callee.object.name='JSON'][callee.property.name='parse']",
    message: 'Take it as unknown and parse it; a cast only claims what it is.',
  },
  {
    selector: "CallExpression[callee.type='MemberExpression'][callee.property.name='get'][typeArguments]",
    message: 'What was stored or configured may be anything: parse it, or use a guard of core/shape.ts.',
  },
  {
    selector: "TSAsExpression > MemberExpression[property.name='data']",
    message: 'A message may be anything: parse it.',
  },
];
const viaUnknown = {
  selector: 'TSAsExpression > TSAsExpression[typeAnnotation.type="TSUnknownKeyword"]',
  message: 'A cast by way of unknown believes anything: parse the value, or narrow its type.',
};

/** The types of what is used there are wrong or missing, and the values are our own. */
const mayCastViaUnknown = [
  'src/sandbox/guestDate.ts',
  'src/sandbox/compartments.ts',
  'src/node/authoring/contractLint.ts',
  'src/sandbox/services/postgres/engine.ts',
];

/** What they read was written by our own build, into the same folder. */
const readsOwnBuild = ['src/sandbox/services/postgres/postgresFiles.ts'];

/** @param {string[]} rules of typescript-eslint */
const off = (...rules) => Object.fromEntries(rules.map(rule => [`@typescript-eslint/${rule}`, 'off']));

export default tseslint.config(
  {
    ignores: [
      'dist/',
      '.tmp/',
      'test-artifacts/',
      'test/workspaces/',
      'test/packs/',
      'test/sandbox/attacks/',
      'test/bench/fixture/',
      'media/',
    ],
  },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  ...[...tseslint.configs.strictTypeChecked, ...tseslint.configs.stylisticTypeChecked].map(config => ({
    ...config,
    files: typed,
  })),
  {
    files: typed,
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      ...modules,
      eqeqeq: 'error',
      'no-console': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      // A leading underscore is how a parameter that a signature demands says that it is not used.
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      // `return refuse('…')` and `() => store.delete(id)` say what they do; more braces would say nothing more.
      '@typescript-eslint/no-confusing-void-expression': 'off',
      // `void | Promise<void>` is the result of a handler that may or may not have something to wait for.
      '@typescript-eslint/no-invalid-void-type': 'off',
      // An interface may ask for a promise where this implementation has nothing to wait for.
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/no-empty-function': 'off',
      // With `noUncheckedIndexedAccess`, `!` is how an index that has just been bounded is read.
      '@typescript-eslint/no-non-null-assertion': 'off',
      // `{ [path: string]: … }` may name its key, which a Record cannot.
      '@typescript-eslint/consistent-indexed-object-style': 'off',
      // Records keyed by ids from outside lose entries by design.
      '@typescript-eslint/no-dynamic-delete': 'off',
      // The contract of a side that offers no requests is exactly that type.
      '@typescript-eslint/no-generated-empty-object-type': 'off',
    },
  },
  {
    files: ['src/**/*.{ts,tsx}'],
    rules: { 'no-restricted-syntax': [...modules['no-restricted-syntax'], ...unparsed, viaUnknown] },
  },
  {
    files: mayCastViaUnknown,
    rules: { 'no-restricted-syntax': [...modules['no-restricted-syntax'], ...unparsed] },
  },
  { files: readsOwnBuild, rules: { 'no-restricted-syntax': modules['no-restricted-syntax'] } },
  { files: ['src/cli/**', 'test/**'], rules: { 'no-console': 'off' } },
  // The types of packages that have none of their own say what those packages do.
  {
    files: ['**/*.d.ts'],
    rules: { 'no-restricted-syntax': 'off', '@typescript-eslint/no-extraneous-class': 'off' },
  },
  {
    files: ['exercises/**/*.ts'],
    rules: {
      // What a learner is given is written for reading, and wrong designs are wrong on purpose.
      ...off(
        'consistent-type-imports',
        'no-empty-function',
        'no-unnecessary-condition',
        'no-unsafe-assignment',
        'no-unused-vars',
        'no-useless-constructor',
        'prefer-promise-reject-errors',
        'require-await',
        'unbound-method',
      ),
      'no-console': 'off',
    },
  },
  {
    files: ['exercises/**/tests/**/*.ts'],
    plugins: { suites: { rules: { 'hand-over': handOver } } },
    rules: { 'suites/hand-over': 'error' },
  },
  {
    files: ['**/*.mjs', '**/*.cjs', '**/*.js'],
    languageOptions: {
      globals: Object.fromEntries(
        [
          'process',
          'console',
          'performance',
          'fetch',
          'URLSearchParams',
          'setInterval',
          'clearInterval',
          'require',
          'module',
        ].map(name => [name, 'readonly']),
      ),
    },
  },
  { files: ['**/*.guest.js', '**/*.thread.js'], rules: { 'no-undef': 'off' } },
  prettier,
);
