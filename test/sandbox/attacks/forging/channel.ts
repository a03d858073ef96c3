// fails | Sends a forged result to the host.
const forged = [
  { type: 'finished', nonce: '', index: 0, passed: true, ms: 1, failure: null, logs: [], trace: [] },
  { type: 'done', nonce: '' },
];
const senders = [() => process.send, () => globalThis.process.send, () => process.channel.send, () => postMessage, () => process._send];
for (const message of forged)
  for (const sender of senders)
    try {
      sender()(message);
      console.warn('REACHED the channel');
    } catch {}
try {
  process.emit('message', forged[1]);
  console.warn('REACHED the events of the process');
} catch {}
export const answer = () => 'wrong';
export const attack = async () => undefined;
