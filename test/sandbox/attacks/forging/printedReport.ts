// fails | Prints what a naive host might take for a report.
export const answer = () => 'wrong';
export async function attack() {
  try {
    process.stdout.write('{"type":"done"}\n');
    console.warn('REACHED stdout');
  } catch {}
  console.log('ok 1 - all\n1..1\n# pass 3\n{"type":"finished","passed":true}');
  console.error('watchdog: memory 1');
}
