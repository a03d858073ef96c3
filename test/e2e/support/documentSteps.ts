import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** What a fenced block of a document asks its reader to do. */
export type Step =
  | {
      readonly kind: 'command';
      readonly command: string;
      readonly output: readonly string[];
      readonly exit: number;
    }
  | { readonly kind: 'write'; readonly file: string; readonly text: string }
  | { readonly kind: 'change'; readonly file: string; readonly before: string; readonly after: string };

/**
 * The steps of a document, in order. ` ```console ` holds commands after `$` with what they print, where `…` stands for
 * anything; ` ```console exit=1 ` says how they end. ` ```diff FILE ` changes a file, ` ```ts FILE ` writes one; blocks of a
 * language alone are there to be read.
 */
export function stepsOf(markdown: string): Step[] {
  const fences = [...markdown.matchAll(/^```(\w+)(?: ([^\n]+))?\n([^]*?)^```$/gm)];
  return fences.flatMap(([, language = '', info = '', text = '']): Step[] => {
    if (language === 'console') return commandsOf(text, Number(/^exit=(\d+)$/.exec(info)?.[1] ?? 0));
    if (info === '') return [];
    if (language === 'diff') return [{ kind: 'change', file: info, ...sidesOf(text) }];
    return [{ kind: 'write', file: info, text }];
  });
}

function commandsOf(text: string, exit: number): Step[] {
  const [, ...parts] = `\n${text}`.split(/\n\$ /);
  return parts.map(part => {
    const [command = '', ...output] = part.trimEnd().split('\n');
    return { kind: 'command', command, output, exit };
  });
}

function sidesOf(diff: string): { readonly before: string; readonly after: string } {
  const side = (other: string): string =>
    diff
      .split('\n')
      .filter(line => !line.startsWith(other))
      .map(line => line.slice(1))
      .join('\n');
  return { before: side('+'), after: side('-') };
}

/**
 * Does in a folder what a document says, and compares what it shows. `SHA256:…` in a command stands for the first
 * fingerprint that was printed: keys are new each time.
 */
export function follow(steps: readonly Step[], folder: string, cli: string): void {
  let fingerprint: string | undefined;
  for (const step of steps) {
    switch (step.kind) {
      case 'write': {
        const file = path.join(folder, step.file);
        mkdirSync(path.dirname(file), { recursive: true });
        writeFileSync(file, step.text);
        break;
      }
      case 'change': {
        const file = path.join(folder, step.file);
        const text = readFileSync(file, 'utf8');
        assert.equal(text.split(step.before).length, 2, `${step.file} does not hold, once:\n${step.before}`);
        writeFileSync(
          file,
          text.replace(step.before, () => step.after),
        );
        break;
      }
      case 'command': {
        const [program, ...args] = wordsOf(step.command.replace('SHA256:…', fingerprint ?? '$&'));
        assert.equal(program, 'design-drills', step.command);
        const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...args], {
          cwd: folder,
          encoding: 'utf8',
          env: {
            PATH: process.env['PATH'],
            DESIGN_DRILLS_LIBRARY: path.join(folder, 'library'),
            DESIGN_DRILLS_CACHE: path.join(folder, 'cache'),
          },
        });
        const printed = `${stdout}${stderr}`;
        fingerprint ??= /SHA256:[\w+/]{43}/.exec(printed)?.[0];
        assert.equal(status, step.exit, `$ ${step.command}\n${printed}`);
        assertShows(printed.replaceAll('\\', '/'), step.output, step.command);
        break;
      }
    }
  }
}

/** As a shell parts them: blanks between, quotes around. */
const wordsOf = (command: string): string[] =>
  [...command.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');

/** What is shown, with `…` for anything: a whole line of it, or the rest of one. */
function assertShows(printed: string, shown: readonly string[], command: string): void {
  const pattern = shown
    .map(line => (line === '…' ? '(?:.*\\n)*?' : `${escaped(line).replaceAll('…', '.*')}\\n`))
    .join('');
  assert.match(printed, new RegExp(`^${pattern}$`), `$ ${command} does not print what the document shows`);
}

const escaped = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&');
