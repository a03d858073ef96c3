// fails | Node's own classes for text, and the classes of their errors.
const { TextEncoder: Encoder, TextDecoder: Decoder } = globalThis;
export const answer = () => 'wrong';
export async function attack() {
  for (const use of [() => new Decoder('nope'), () => new Decoder('utf-8', { fatal: true }).decode(new Uint8Array([255])), () => Encoder.prototype.encode.call({}), () => new Encoder().encodeInto('x', {})])
    try {
      use();
    } catch (error) {
      for (let level = error; (level = Object.getPrototypeOf(level)); ) if (!Object.isFrozen(level) || !Object.isFrozen(level.constructor)) console.warn('REACHED a class of the host');
    }
}
