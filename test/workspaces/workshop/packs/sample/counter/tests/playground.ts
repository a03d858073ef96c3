import { createCounter } from '#attempt/counter';
import { play, trace, traffic } from '#testkit';

interface Settings {
  readonly increments: number;
  readonly ceiling: number;
}

export async function playground({ increments, ceiling }: Settings): Promise<void> {
  const counter = createCounter(ceiling);
  trace.limit('value', ceiling);
  await play(traffic.steady({ perSecond: increments, forMs: 1_000 }), () => {
    trace.point('value', counter.increment());
  });
  trace.reading('value', counter.value, { tone: counter.value > ceiling ? 'bad' : 'good' });
}
