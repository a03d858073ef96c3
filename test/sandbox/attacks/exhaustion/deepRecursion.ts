// fails | Exhausts the native stack.
export const answer = () => 'wrong';
const deep = depth => { let value = []; for (let index = 0; index < depth; index++) value = [value]; return value; };
export async function attack() {
  const ways = [
    () => JSON.parse('['.repeat(2e5) + ']'.repeat(2e5)),
    () => JSON.stringify(deep(1e5)),
    () => structuredClone(deep(1e5)),
    () => new RegExp('('.repeat(1e5) + ')'.repeat(1e5)),
    () => { let proxy = {}; for (let index = 0; index < 1e5; index++) proxy = new Proxy(proxy, {}); return proxy.x; },
    () => { const forever = () => forever(); forever(); },
  ];
  for (const way of ways)
    try {
      way();
    } catch {}
}
