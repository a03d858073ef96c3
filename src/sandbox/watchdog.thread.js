// A second thread of the child. It works while the first one is stuck, and when the host is gone.
const { writeSync } = require('node:fs');
const { workerData } = require('node:worker_threads');

const state = new Int32Array(workerData.buffer);
const { armed, runMs, checkMs, checkNumber, rssMb, ready } = workerData.slots;
const megabyte = 1024 * 1024;
const rss = () => process.memoryUsage.rss() / megabyte;

/** The host reads these lines when the process has ended, to say why. They decide nothing about results. */
function say(what) {
  try {
    writeSync(2, `\nwatchdog: ${what}\n`);
  } catch {
    // The host is gone.
  }
}

function end(why) {
  say(why);
  process.kill(process.pid, 'SIGKILL');
}

Atomics.store(state, ready, 1);
Atomics.notify(state, ready);
say('stands'); // the other thread may never come to say so
for (;;) {
  if (Atomics.load(state, armed) === 0) {
    Atomics.wait(state, armed, 0);
    continue;
  }
  const began = performance.now();
  let number = Atomics.load(state, checkNumber);
  let checkBegan = began;
  while (Atomics.load(state, armed) === 1) {
    Atomics.wait(state, armed, 1, 10);
    if (Atomics.load(state, armed) !== 1) break;
    const now = performance.now();
    const current = Atomics.load(state, checkNumber);
    if (current !== number) {
      number = current;
      checkBegan = now;
    }
    if (now - checkBegan > Atomics.load(state, checkMs)) end('check');
    if (now - began > Atomics.load(state, runMs)) end('run');
    const used = rss();
    if (used > Atomics.load(state, rssMb)) end(`memory ${Math.round(used)}`);
  }
}
