// fails, judged by redis | Commands that a server should not carry out for everybody.
const commands = ['config set dir /tmp', 'config set dbfilename x', 'save', 'bgsave', 'shutdown nosave', 'debug segfault', 'debug sleep 1000', 'slaveof 127.0.0.1 1', 'replicaof 127.0.0.1 1', 'module load /tmp/x.so', 'flushall', 'client kill all', 'client pause 100000', 'monitor', 'migrate 127.0.0.1 1 k 0 1', 'acl setuser default off', 'script flush', 'failover', 'cluster reset', 'object help', 'memory doctor', 'latency reset', 'swapdb 0 1', 'select 5', 'quit'];
export async function attack(client) {
  for (const text of commands) {
    const [name, ...args] = text.split(' ');
    try {
      await client.call(name, ...args);
    } catch {}
    try {
      await client[name]?.(...args);
    } catch {}
  }
}
