// fails | Catches the assertion that the suite makes inside a callback.
export const answer = () => 'wrong';
export async function attack(callback) {
  try {
    callback('assert');
  } catch (error) {
    console.log(error.message);
    if (/SECRET/.test(`${error.message}${error.stack}${JSON.stringify(error)}`)) console.warn('REACHED the assertion');
  }
  return 'swallowed';
}
