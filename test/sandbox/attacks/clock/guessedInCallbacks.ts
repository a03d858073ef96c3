// fails, judged by timers | Clears the suite's timers while time passes, from a timer of its own.
export async function attack() {
  const own = setInterval(() => {
    for (let id = 0; id < 200; id++) {
      clearTimeout(id);
      clearInterval(`${id}`);
    }
    own.refresh();
  }, 1);
  setTimeout(function again() { for (let id = 0; id < 200; id++) clearImmediate(id); setTimeout(again, 1); }, 1);
}
