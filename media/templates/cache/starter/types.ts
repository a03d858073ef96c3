export interface CacheOptions<V> {
  readonly ttlMs: number;
  readonly load: (key: string) => Promise<V>;
}

export interface Cache<V> {
  get(key: string): Promise<V>;
}
