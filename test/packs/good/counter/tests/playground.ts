import { createCounter } from '#attempt/counter';
import { play, trace, traffic } from '#testkit';

interface Settings {
  readonly increments: number;
  readonly ceiling: number;
  readonly arrivals: 'steady' | 'herd';
}

export async function playground({ increments, ceiling, arrivals }: Settings): Promise<void> {
  const counter = createCounter(ceiling);
  const clients =
    arrivals === 'herd'
      ? traffic.herd({ clients: increments })
      : traffic.steady({ perSecond: increments, forMs: 1_000 });
  trace.limit('value', ceiling);
  const played = await play(clients, () => trace.point('value', counter.increment()));
  trace.reading('increments', played.count());
  trace.reading('value', counter.value, { tone: counter.value > ceiling ? 'bad' : 'good' });
}
