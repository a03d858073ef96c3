import { plainText } from './reported';

export interface JunitCase {
  readonly name: string;
  readonly classname: string;
  readonly ms: number;
  /** Absent for a pass. */
  readonly result?:
    | { readonly kind: 'failure'; readonly message: string; readonly type: string; readonly text: string }
    | { readonly kind: 'error' | 'skipped'; readonly message: string };
  readonly output?: string;
}

export interface JunitSuite {
  readonly name: string;
  readonly cases: readonly JunitCase[];
}

/** JUnit's XML as CI servers read it. https://github.com/testmoapp/junitxml */
export function junitXml(
  name: string,
  suites: readonly JunitSuite[],
  { startedAt, durationMs }: { readonly startedAt: number; readonly durationMs: number },
): string {
  const all = suites.flatMap(({ cases }) => cases);
  const attributes = attributesOf({ name, ...countsOf(all), time: seconds(durationMs) });
  const body = suites.map(suite => testSuite(suite, startedAt)).join('');
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites${attributes}>\n${body}</testsuites>\n`;
}

function testSuite({ name, cases }: JunitSuite, startedAt: number): string {
  const time = seconds(cases.reduce((sum, { ms }) => sum + ms, 0));
  // Without a zone, as the format has it.
  const timestamp = new Date(startedAt).toISOString().slice(0, 19);
  const attributes = attributesOf({ name, ...countsOf(cases), time, timestamp });
  return `  <testsuite${attributes}>\n${cases.map(testCase).join('')}  </testsuite>\n`;
}

function testCase({ name, classname, ms, result, output }: JunitCase): string {
  const attributes = attributesOf({ name, classname, time: seconds(ms) });
  const inside = [
    result ? resultOf(result) : '',
    output === undefined ? '' : `      <system-out>${escapeText(output)}</system-out>\n`,
  ].join('');
  return inside === ''
    ? `    <testcase${attributes}></testcase>\n`
    : `    <testcase${attributes}>\n${inside}    </testcase>\n`;
}

function resultOf(result: NonNullable<JunitCase['result']>): string {
  const { kind, message } = result;
  if (kind !== 'failure') return `      <${kind}${attributesOf({ message })}></${kind}>\n`;
  const { type, text } = result;
  return `      <failure${attributesOf({ message, type })}>${escapeText(text)}</failure>\n`;
}

const countsOf = (cases: readonly JunitCase[]) => {
  const count = (kind: string): number => cases.filter(({ result }) => result?.kind === kind).length;
  return {
    tests: cases.length,
    ...{ failures: count('failure'), errors: count('error'), skipped: count('skipped') },
  };
};

const seconds = (ms: number): string => (ms / 1_000).toFixed(3);

const attributesOf = (attributes: Readonly<Record<string, string | number>>): string =>
  Object.entries(attributes)
    .map(
      ([name, value]) =>
        ` ${name}="${escapeText(String(value)).replaceAll('"', '&quot;').replaceAll('\n', '&#10;')}"`,
    )
    .join('');

const escapeText = (text: string): string =>
  plainText(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
