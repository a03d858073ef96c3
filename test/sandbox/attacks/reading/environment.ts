// fails | Reads what the process knows about the person and the machine.
export const answer = () => 'wrong';
export async function attack() {
  const found = [process.env.HOME, process.env.PATH, process.argv[0], process.execPath, process.pid, process.ppid];
  for (const value of found) if (value !== undefined) console.warn(`REACHED ${value}`);
  for (const name of ['cwd', 'hrtime', 'memoryUsage'])
    try {
      const value = String(process[name]());
      if (name !== 'hrtime' || value !== '0,0') console.warn(`REACHED ${name} ${value}`);
    } catch {}
}
