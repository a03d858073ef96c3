import { dataCommands } from './engine/commandTable';

/** How many words each known command has with its name; a negative number is the least. */
export const arities: ReadonlyMap<string, number> = new Map([
  ...[...dataCommands(() => 0)].map(([name, { arity }]) => [name, arity] as const),
  ...Object.entries({
    eval: -3,
    evalsha: -3,
    script: -2,
    publish: 3,
    echo: 2,
    ping: -1,
    multi: 1,
    exec: 1,
    discard: 1,
    watch: -2,
    unwatch: 1,
    subscribe: -2,
    psubscribe: -2,
    unsubscribe: -1,
    punsubscribe: -1,
    select: 2,
    quit: -1,
    blpop: -3,
    brpop: -3,
    blmove: 6,
    brpoplpush: 4,
    bzpopmin: -3,
    bzpopmax: -3,
  }),
]);
