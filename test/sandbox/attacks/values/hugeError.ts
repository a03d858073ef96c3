// fails | An error text of 20 MB, and a name as long.
export function answer() {
  const error = new Error('A'.repeat(20 * 1_024 * 1_024));
  error.name = 'B'.repeat(1_024 * 1_024);
  throw error;
}
export const attack = async () => undefined;
