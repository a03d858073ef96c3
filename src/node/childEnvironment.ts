/** Empty but for what the platform cannot start without. */
export function childEnvironment(): NodeJS.ProcessEnv {
  const systemRoot = process.env['SystemRoot'];
  return {
    ELECTRON_RUN_AS_NODE: '1',
    ...(process.platform === 'win32' && systemRoot !== undefined && { SystemRoot: systemRoot }),
  };
}
