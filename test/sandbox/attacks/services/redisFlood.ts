// fails or out of memory in the data or timed out in the data, judged by redis | Commands, clients and subscriptions without number.
export async function attack(client) {
  const all = [];
  for (let index = 0; index < 3_000; index++) all.push(client.rpush('list', 'x'.repeat(1_000)).catch(() => {}), client.setbit('bits', index * 1_000, 1).catch(() => {}));
  await Promise.all(all);
  for (const use of [() => client.setbit('big', 4_294_967_295, 1), () => client.setrange('big', 536_870_000, 'x'), () => client.append('big', 'x'.repeat(1e7)), () => client.lrange('list', 0, -1)])
    try {
      await use();
    } catch {}
  for (let index = 0; index < 100; index++)
    try {
      client.duplicate().subscribe(`channel${index}`);
    } catch {}
}
