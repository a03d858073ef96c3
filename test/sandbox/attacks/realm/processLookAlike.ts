// fails | Everything that a process can do, asked of the look-alike.
const calls = ['exit', 'reallyExit', 'abort', 'kill', 'chdir', 'cwd', 'umask', 'setuid', 'binding', '_linkedBinding', 'dlopen', 'getBuiltinModule', 'send', 'disconnect', 'emitWarning', 'setUncaughtExceptionCaptureCallback', 'loadEnvFile', 'execve', '_debugProcess', '_rawDebug', '_getActiveHandles', '_kill', 'emit', 'on', 'once', 'listeners'];
export const answer = () => 'wrong';
export async function attack() {
  for (const name of calls)
    try {
      process[name]('SIGKILL');
      console.warn(`REACHED process.${name}`);
    } catch {}
  for (const name of ['pid', 'ppid', 'execPath', 'argv0', 'mainModule', 'report', 'permission', 'release', 'stdin', 'stdout', 'stderr', 'channel', 'title', 'features', 'allowedNodeEnvironmentFlags', 'config']) if (process[name] !== undefined) console.warn(`REACHED process.${name}`);
  for (const change of [() => (process.env.X = '1'), () => process.argv.push('x'), () => (process.nextTick = 1), () => (process.exit = () => {})])
    try {
      change();
      console.warn(`REACHED ${change}`);
    } catch {}
}
