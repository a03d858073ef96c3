import { MemoryEngine } from './src/sandbox/services/redis/engine/memoryEngine';
import { admitScript } from './exercises/chatbot-platform/rate-limiting/solution/admitScript';
let now = 1772445600000;
const e = new MemoryEngine({ now: () => now, random: () => 0.5, publish: () => 0 });
for (let round = 0; round < 4; round++) {
const t = performance.now();
for (let i = 0; i < 1000; i++) { now += 100; e.run({ name: 'eval', args: [admitScript, '1', 'k', '100', '60000'] }); }
console.log('eval per 1000', (performance.now() - t).toFixed(1));
const t2 = performance.now();
for (let i = 0; i < 1000; i++) { now += 100; e.run({ name: 'incr', args: ['n'] }); }
console.log('incr per 1000', (performance.now() - t2).toFixed(1));
}
