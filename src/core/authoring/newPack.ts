import { isScalar, isSeq, parseDocument, stringify, visit } from 'yaml';
import type { PackSource } from '../pack/source';

/** The files of a pack that has no exercise yet. A pack needs one: `addToPack` brings it in. */
export const newPackYaml = (pack: {
  readonly id: string;
  readonly title: string;
  readonly author: string;
}): string =>
  stringify(
    {
      ...{
        format: 1,
        id: pack.id,
        title: pack.title,
        description: 'What it is about, in a sentence or two.',
      },
      ...{ version: '0.1.0', authors: [pack.author], license: 'UNLICENSED' },
      modules: [{ title: 'First module', exercises: [] }],
    },
    { lineWidth: 0 },
  );

/**
 * The files of a new exercise, by path in the exercise, made from one that is sound. Only its title is another; the author
 * goes on from there.
 */
export function exerciseFrom(
  templates: PackSource,
  template: string,
  exercise: { readonly title: string },
): Record<string, string> {
  const files: Record<string, string> = {};
  for (const path of templates.list()) {
    const [folder, ...rest] = path.split('/');
    const text = templates.read(path);
    if (folder !== template || text === undefined || rest[0] === 'tsconfig.json') continue;
    files[rest.join('/')] = withTitle(rest.join('/'), text, exercise.title);
  }
  return files;
}

function withTitle(path: string, text: string, title: string): string {
  if (path === 'question.md') return text.replace(/^# .*$/m, () => `# ${title}`);
  if (path !== 'exercise.yaml') return text;
  const document = parseDocument(text);
  document.set('title', title);
  return document.toString(asWritten(text));
}

/** `pack.yaml` with the exercise at the end of its last module. Comments and the order of everything stay. */
export function addToPack(packYaml: string, id: string): string | undefined {
  const document = parseDocument(packYaml);
  const modules: unknown = document.get('modules');
  if (document.errors.length > 0 || !isSeq(modules) || modules.items.length === 0) return undefined;
  const place = ['modules', modules.items.length - 1, 'exercises'];
  const exercises: unknown = document.getIn(place);
  if (!isSeq(exercises)) return undefined;
  if (exercises.items.some(item => isScalar(item) && item.value === id)) return packYaml;
  document.addIn(place, id);
  visit(document, {
    // An empty list is written in brackets; a list that grows reads better in lines, unless it is short.
    Seq: (_, seq) => {
      if (seq === exercises) seq.flow = exercises.items.length <= 4;
    },
  });
  return document.toString(asWritten(packYaml));
}

/** Lists in brackets keep the blanks within them, or have none. */
const asWritten = (text: string) => ({ lineWidth: 0, flowCollectionPadding: /[[{] /.test(text) });

/** Where the types for completion in suites are written: the name begins with a dot, so it is no part of the pack. */
export const typesFolder = '.design-drills';

/** What each exercise's `tsconfig.json` extends; the paths are those of an exercise's own folder. */
export const packTsconfig = `{
  // Written by Design Drills, for completion and red lines in suites and solutions.
  "compilerOptions": {
    "target": "ES2023",
    "lib": ["ES2023"],
    "module": "ESNext",
    "moduleResolution": "bundler",
    "allowImportingTsExtensions": true,
    "strict": true,
    "noUncheckedIndexedAccess": true,
    "verbatimModuleSyntax": true,
    "isolatedModules": true,
    "skipLibCheck": true,
    "noEmit": true,
    "types": [],
    "typeRoots": [],
    "rootDirs": ["\${configDir}/solution", "\${configDir}/starter", "\${configDir}/alternative", "\${configDir}/wrong"],
    "paths": {
      "#attempt/*": ["\${configDir}/solution/*", "\${configDir}/starter/*"],
      "#testkit": ["./types/testkit.d.ts"],
      "#services/*": ["./types/*.d.ts"]
    }
  },
  "include": ["\${configDir}/**/*.ts", "./types/attempt.d.ts", "./types/suite.d.ts", "./types/*-client.d.ts", "./types/ioredis.d.ts"]
}
`;

export const exerciseTsconfig = `{ "extends": "../${typesFolder}/tsconfig.json" }\n`;
