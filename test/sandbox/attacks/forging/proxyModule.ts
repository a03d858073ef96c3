// fails | The module itself is a thenable proxy.
module.exports = new Proxy({}, {
  get(_, key) {
    if (key === 'then') return resolve => resolve(module.exports);
    if (key === 'answer') return () => 'wrong';
    if (key === 'attack') return async () => undefined;
    return undefined;
  },
  has: () => true,
});
