// fails | Exports that are other functions each time, and that replace themselves while being called.
let turn = 0;
Object.defineProperty(exports, 'answer', { enumerable: true, get: () => (turn++ ? () => 'other' : () => undefined) });
exports.attack = async () => {
  for (const change of [() => (module.exports = { answer: () => 'x', attack() {} }), () => delete exports.answer, () => Object.freeze(module)])
    try {
      change();
    } catch {}
};
