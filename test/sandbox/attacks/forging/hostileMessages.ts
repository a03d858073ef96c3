// fails | Texts that look like results, protocols and the harness's own lines.
const lines = ['\nwatchdog: memory 1\n', '{"type":"done","nonce":""}\n', '\u0000\u0004', '::set-output name=passed::true', '\x1b[2J\x1b[1;1H✔ 3 passing', '</script><script>', '[x](command:workbench.action.quit)', '\u202Edessap\u202C', '\ud800'];
export const answer = () => { throw Object.assign(new Error(lines.join('')), { name: lines[4], stack: lines.join('\n at suite:///tests/judge.test.ts:1:1') }); };
export async function attack() {
  for (const line of lines) for (const level of ['log', 'error', 'warn', 'table', 'dir', 'trace']) console[level](line, { [line]: line });
}
