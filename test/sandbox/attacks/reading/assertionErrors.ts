// fails, judged by callbacks | Everything that hangs on the error of an assertion.
export async function attack(call) {
  const read = error => {
    const seen = new Set();
    const walk = value => {
      if (value === null || (typeof value !== 'object' && typeof value !== 'function') || seen.has(value)) {
        if (typeof value === 'string' && /SECRET|suite:|harness/.test(value)) console.warn(`REACHED ${value}`);
        return;
      }
      seen.add(value);
      for (const key of Reflect.ownKeys(value))
        try {
          walk(String(key));
          walk(value[key]);
        } catch {}
      walk(Object.getPrototypeOf(value));
    };
    walk(error);
    console.log(error, { error }, [error], String(error));
  };
  try {
    await call(-1);
  } catch (error) {
    read(error);
  }
}
