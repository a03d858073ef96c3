import * as l10n from '@vscode/l10n';

/** How things in a pack may be called. The JSON Schemas repeat these patterns; a contract test compares the two. */

/** Ids of packs, exercises, suites, variants, discussions and rubric points: at most 64 characters. */
export const idPattern = /^(?=.{1,64}$)[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;

/** What `idPattern` asks for, to complete "must be". */
export const idShape = (): string => l10n.t('lower-case words joined by hyphens');

/** A tag of BCP 47: a language, with a script, a region or more. */
export const languagePattern = /^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/;

/** Semantic version 2.0.0, as its specification suggests: https://semver.org. */
export const versionPattern =
  /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(?:-(?:0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*)(?:\.(?:0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*))*)?(?:\+[0-9a-zA-Z-]+(?:\.[0-9a-zA-Z-]+)*)?$/;

/** A path below some folder, good on every file system: no `..`, no leading dot, no blanks, no backslash. */
export const pathPattern = /^[A-Za-z0-9_][A-Za-z0-9._-]*(?:\/[A-Za-z0-9_][A-Za-z0-9._-]*)*$/;

/** A file of an attempt. */
export const attemptPathPattern = /^[A-Za-z0-9_][A-Za-z0-9._-]*(?:\/[A-Za-z0-9_][A-Za-z0-9._-]*)*\.ts$/;

/** What `attemptPathPattern` asks for, to complete "must be". */
export const attemptPathShape = (): string => l10n.t('a path such as limiter.ts');

/** Parameters of a playground and their choices: what a module destructures. At most 64 characters. */
export const parameterPattern = /^[a-z][A-Za-z0-9]{0,63}$/;

/** What `parameterPattern` asks for, to complete "must be". */
export const parameterShape = (): string => l10n.t('a name such as failureRate');

/** A module of the hidden suites; built packs hold compiled ones. */
export const suitePathPattern =
  /^tests\/[A-Za-z0-9_][A-Za-z0-9._-]*(?:\/[A-Za-z0-9_][A-Za-z0-9._-]*)*\.(?:ts|js)$/;

export const requirementPattern = /^R[1-9]\d*$/;

/**
 * Any text: what can be seen, and line ends and tabs. Without control characters, halves of characters, and those that turn
 * the direction of writing around, so that no title can recolour a terminal or pose as another.
 */
export const textPattern =
  // eslint-disable-next-line no-control-regex -- they are what it keeps out
  /^(?=[\s\S]*\S)[^\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufff9-\ufffb]{1,10000}$/u;

/** A text for lists and headings. */
export const linePattern =
  // eslint-disable-next-line no-control-regex -- they are what it keeps out
  /^(?=.*\S)[^\u0000-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufff9-\ufffb]{1,300}$/u;

/** What a text may not hold. */
export const unseenPattern =
  // eslint-disable-next-line no-control-regex -- they are what it keeps out
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufff9-\ufffb]/u;

/** Characters of a text, and of one that stands on one line. */
export const longest = { text: 10_000, line: 300 } as const;

/** The folder of an attempt that holds the written answers. */
export const answersFolder = 'answers';

/** What an attempt keeps of a discussion: what the learner wrote, and what they say of it. */
export const answerEndings = { answer: '.md', review: '.review.yaml' } as const;
export type AnswerPart = keyof typeof answerEndings;

/** Where it is in the attempt. */
export const answerPath = (discussion: string, part: AnswerPart = 'answer'): string =>
  `${answersFolder}/${discussion}${answerEndings[part]}`;

/** Names that the scaffolder itself writes into an attempt. */
export const reservedNames: readonly string[] = ['tsconfig.json', 'drills.d.ts'];

/** Names that Windows keeps for devices, whatever the ending. */
const devices = /^(?:con|prn|aux|nul|com\d|lpt\d)$/i;

/** Whether a file may be called so on every platform, beyond what `pathPattern` says. */
export const isPortablePath = (path: string): boolean =>
  pathPattern.test(path) &&
  path.length <= 200 &&
  path.split('/').every(part => !part.endsWith('.') && !devices.test(part.split('.')[0]!));
