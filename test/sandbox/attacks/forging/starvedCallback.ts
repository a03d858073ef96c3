// fails, judged by callbacks | Calls back with no stack left, so that a call is counted and its assertion has no room.
export async function attack(call) {
  for (let warm = 0; warm < 30; warm++) await call(1);
  for (const most of [2, 3, 4, 5, 7]) {
    let left = most;
    const dive = () => {
      try {
        dive();
      } catch (error) {
        if (left-- > 0)
          try {
            void call(-1);
          } catch {}
        throw error;
      }
    };
    try {
      dive();
    } catch {}
  }
}
