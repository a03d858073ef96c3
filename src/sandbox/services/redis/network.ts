import type { VirtualClock } from '../../virtualClock';

/** Milliseconds of a round trip, drawn for each request. */
export type Latency = () => number;

/** What lies between the clients and the server. */
export class Network {
  latency: Latency = () => 0;
  private readonly latencies = new Map</* client */ string, Latency>();
  private readonly cut = new Set</* client */ string>();
  private allCut = false;
  private readonly channels = new Set<Channel>();

  constructor(private readonly clock: VirtualClock) {}

  setLatency(client: string | undefined, latency: Latency | undefined): void {
    if (client === undefined) {
      this.latency = latency ?? (() => 0);
      this.latencies.clear();
    } else if (latency) this.latencies.set(client, latency);
    else this.latencies.delete(client);
  }

  partition(client: string | undefined): void {
    if (client === undefined) this.allCut = true;
    else this.cut.add(client);
  }

  /** What was under way arrives now, in its order. */
  heal(client: string | undefined): void {
    if (client === undefined) {
      this.allCut = false;
      this.cut.clear();
    } else this.cut.delete(client);
    for (const channel of this.channels) channel.resume();
  }

  isCut(client: string): boolean {
    return this.allCut || this.cut.has(client);
  }

  roundTrip(client: string): number {
    return (this.latencies.get(client) ?? this.latency)();
  }

  /** One direction of a connection. */
  open(client: string): Channel {
    const channel = new Channel(this.clock, () => this.isCut(client));
    this.channels.add(channel);
    return channel;
  }

  reset(): void {
    this.latency = () => 0;
    this.latencies.clear();
    this.cut.clear();
    this.allCut = false;
    this.channels.clear();
  }
}

/** Delivers in the order of sending. While it is cut it keeps everything, as TCP does by sending it again. */
export class Channel {
  private held: { readonly deliver: () => void; readonly ms: number }[] = [];
  private underWay = 0;
  private last = 0;

  constructor(
    private readonly clock: VirtualClock,
    private readonly isCut: () => boolean,
  ) {}

  send(deliver: () => void, ms: number): void {
    if (this.isCut() || this.held.length > 0) this.held.push({ deliver, ms });
    else this.transmit(deliver, ms);
  }

  resume(): void {
    if (this.isCut()) return;
    const { held } = this;
    this.held = [];
    for (const { deliver, ms } of held) this.transmit(deliver, ms);
  }

  private transmit(deliver: () => void, ms: number): void {
    const now = this.clock.elapsed();
    this.last = Math.max(this.last, now + ms);
    if (this.last <= now && this.underWay === 0) {
      deliver();
      return;
    }
    this.underWay++;
    const arrive = (): void => {
      this.underWay--;
      deliver();
    };
    if (this.last <= now) this.clock.setImmediate(arrive);
    else this.clock.setTimeout(arrive, this.last - now);
  }
}
