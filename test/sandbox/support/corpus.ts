import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { hostileSources } from './hostileSources';
import { judges, type JudgeName } from './judges';

/** The programs of one class are the files of a folder; those of `source` are in hostileSources.ts. */
export const folder = 'test/sandbox/attacks';

export interface Attack {
  readonly class: string;
  readonly name: string;
  readonly title: string;
  /** How its run may end, as `endOf` says it. */
  readonly ends: readonly string[];
  readonly judge: JudgeName;
  /** What the attempt consists of. */
  readonly files: () => Readonly<Record<string, string>>;
}

/** `// fails, judged by timers | What it tries.` */
const firstLine = /^(?:\/\/ )?(?<ends>[^|,]+)(?:, judged by (?<judge>\w+))? \| (?<title>.+)$/;

/** Every attack, by class and name. Throws if one does not say what to expect of it. */
export function allAttacks(): readonly Attack[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(file => file.endsWith('.ts'))
    .map(file => file.replaceAll(path.sep, '/'))
    .map(file => {
      const text = readFileSync(`${folder}/${file}`, 'utf8');
      const [kind = '', name = ''] = file.slice(0, -'.ts'.length).split('/');
      return attackOf(kind, name, text.split('\n', 1)[0]!, () => ({ 'attack.ts': text }));
    });
  const sources = Object.entries(hostileSources).map(([name, { expect, judge, title, files: make }]) =>
    attackOf('source', name, `${expect}${judge ? `, judged by ${judge}` : ''} | ${title}`, make),
  );
  return [...files, ...sources].sort((a, b) => (`${a.class}/${a.name}` < `${b.class}/${b.name}` ? -1 : 1));
}

function attackOf(kind: string, name: string, line: string, files: Attack['files']): Attack {
  const { ends = '', judge = 'answers', title = '' } = firstLine.exec(line)?.groups ?? {};
  if (ends === '' || !isJudge(judge))
    throw new Error(`${folder}/${kind}/${name}.ts does not begin with what is expected of it.`);
  return { class: kind, name, title, ends: ends.split(' or '), judge, files };
}

const isJudge = (name: string): name is JudgeName => Object.hasOwn(judges, name);
