import { GraceOverError, UnknownErasureError } from './errors';
import { Library, type Chapter } from './story';
import type {
  Certificate,
  CertificateBody,
  DataStore,
  DeadlineEntry,
  ErasureOptions,
  ErasureService,
  ErasureStatus,
} from './types';

/** A story of events for each subject, and one plan for all: the stores in an order in which they can be emptied. */
export function createErasureService(options: ErasureOptions): ErasureService {
  const { stores, vault, graceMs, deadlineMs, timeoutMs, retry } = options;
  const library = new Library(options.ledger);
  const plan = inOrder(stores);

  const status = (reference: string, { phase, requestedAt, holds }: Chapter): ErasureStatus | undefined =>
    phase === 'none'
      ? undefined
      : {
          reference,
          state: phase,
          requestedAt,
          graceEndsAt: requestedAt + graceMs,
          deadlineAt: requestedAt + deadlineMs,
          holds: [...holds].sort(),
        };

  const pauseAfter = ({ failures }: Chapter, store: string): number =>
    Math.min(retry.capMs, retry.baseMs * 2 ** (failures.get(store)?.count ?? 0));

  const isBlocked = (chapter: Chapter, store: DataStore): boolean => {
    const { emptied, failures } = chapter;
    if (Date.now() < (failures.get(store.name)?.until ?? 0)) return true;
    if (stores.some(one => one.foundThrough === store.name && !emptied.has(one.name))) return true;
    if (!store.copiesFrom) return false;
    const since = emptied.get(store.copiesFrom.store);
    return since === undefined || Date.now() - since < store.copiesFrom.lagMs;
  };

  const goesOn = ({ phase, holds }: Chapter): boolean => phase === 'purging' && holds.size === 0;

  /** Whether the store answered in time, and what. */
  function answerOf<T>(call: Promise<T>): Promise<{ readonly value: T } | 'failed'> {
    return new Promise(resolve => {
      const timer = setTimeout(() => resolve('failed'), timeoutMs);
      call
        .then(
          value => resolve({ value }),
          () => resolve('failed'),
        )
        .finally(() => clearTimeout(timer));
    });
  }

  /** Empty, or failed, or none of our business any more. */
  async function empty(reference: string, subject: string, round: number, store: DataStore): Promise<void> {
    for (let before = Infinity; ;) {
      const counted = await answerOf(store.count(subject));
      const at = Date.now();
      if (counted === 'failed' || (counted.value > 0 && counted.value >= before)) return fail(at);
      before = counted.value;
      if (before === 0) {
        await library.add(reference, now =>
          isSame(now, round) ? { kind: 'emptied', store: store.name, at, round } : undefined,
        );
        return;
      }
      const { now } = await library.open(reference);
      if (!goesOn(now) || now.round !== round || now.emptied.has(store.name) || isBlocked(now, store)) return;
      if ((await answerOf(store.erase(subject))) === 'failed') return fail(Date.now());
    }

    async function fail(at: number): Promise<void> {
      await library.add(reference, now =>
        isSame(now, round)
          ? { kind: 'failed', store: store.name, until: at + pauseAfter(now, store.name), round }
          : undefined,
      );
    }
  }

  async function whoIn(store: DataStore, after?: string): Promise<readonly string[]> {
    const page = await answerOf(store.subjects(after));
    if (page === 'failed') throw new Error(`There was no list of the people in ${store.name}`);
    return page.value;
  }

  const isSame = (now: Chapter, round: number): boolean => now.phase === 'purging' && now.round === round;

  async function close(reference: string, { requestedAt, round, emptied }: Chapter): Promise<void> {
    const completedAt = Date.now();
    const content: CertificateBody = {
      reference,
      requestedAt,
      deadlineAt: requestedAt + deadlineMs,
      completedAt,
      stores: stores.map(({ name }) => ({ name, emptyAt: emptied.get(name) ?? completedAt })),
      backupsGoneAt: completedAt + options.backupsMs,
    };
    const body = JSON.stringify(content);
    const signature = await vault.sign(body);
    const certificate: Certificate = { body, keyId: vault.keyId, signature };
    await library.add(reference, now =>
      isSame(now, round) ? { kind: 'closed', certificate, round } : undefined,
    );
  }

  async function advance(reference: string): Promise<void> {
    await library.add(reference, ({ phase, holds, requestedAt }) =>
      phase === 'pending' && holds.size === 0 && Date.now() >= requestedAt + graceMs
        ? { kind: 'begun' }
        : undefined,
    );
    for (const store of plan) {
      const { now } = await library.open(reference);
      if (!goesOn(now) || now.subject === undefined) return;
      if (!now.emptied.has(store.name) && !isBlocked(now, store))
        await empty(reference, now.subject, now.round, store);
    }
    const { now } = await library.open(reference);
    if (goesOn(now) && stores.every(({ name }) => now.emptied.has(name))) await close(reference, now);
  }

  return {
    async request(subject) {
      const reference = await vault.pseudonym(subject);
      const now = await library.add(reference, ({ phase }) =>
        phase === 'none' ? { kind: 'requested', at: Date.now(), subject } : undefined,
      );
      return status(reference, now)!;
    },

    async status(subject) {
      const reference = await vault.pseudonym(subject);
      return status(reference, (await library.open(reference)).now);
    },

    async undo(subject) {
      const at = Date.now();
      const reference = await vault.pseudonym(subject);
      await library.add(reference, ({ phase, requestedAt }) => {
        if (phase === 'none') throw new UnknownErasureError(reference);
        if (phase !== 'pending' || at >= requestedAt + graceMs) throw new GraceOverError(reference);
        return { kind: 'undone' };
      });
    },

    async hold(subject, caseId) {
      const { phase } = await library.add(await vault.pseudonym(subject), ({ holds }) =>
        holds.has(caseId) ? undefined : { kind: 'held', caseId },
      );
      return phase === 'completed' ? 'gone' : phase === 'purging' ? 'partial' : 'intact';
    },

    async release(subject, caseId) {
      await library.add(await vault.pseudonym(subject), ({ holds }) =>
        holds.has(caseId) ? { kind: 'released', caseId } : undefined,
      );
    },

    async run() {
      const open = (await library.all()).filter(
        ({ now }) => now.phase === 'pending' || now.phase === 'purging',
      );
      await sideBySide(
        open.map(
          ({ reference }) =>
            () =>
              advance(reference),
        ),
        options.parallel,
      );
    },

    async restored(names) {
      const known = new Set(stores.map(({ name }) => name));
      if (!names.every(name => known.has(name))) throw new RangeError(`No such stores: ${names.join(', ')}`);
      const affected = stores.filter(store => comesFrom(store, names, stores)).map(({ name }) => name);
      for (const store of stores) {
        if (!names.includes(store.name)) continue;
        for (let page = await whoIn(store); page.length > 0; page = await whoIn(store, page.at(-1)))
          for (const subject of page)
            await library.add(await vault.pseudonym(subject), ({ phase }) =>
              phase === 'purging' || phase === 'completed'
                ? { kind: 'returned', stores: affected, subject }
                : undefined,
            );
      }
    },

    async certificate(subject) {
      return (await library.open(await vault.pseudonym(subject))).now.certificate;
    },

    async deadlines() {
      const at = Date.now();
      const entries = (await library.all()).flatMap(({ reference, now }): DeadlineEntry[] => {
        const known = status(reference, now);
        if (!known || known.state === 'completed') return [];
        const { state, deadlineAt, holds } = known;
        const isNear = at >= deadlineAt - options.warnMs;
        const standing = at >= deadlineAt ? 'overdue' : isNear ? 'at-risk' : 'on-time';
        const waitingFor = stores.map(({ name }) => name).filter(name => !now.emptied.has(name));
        return [{ reference, state, deadlineAt, standing, holds, waitingFor }];
      });
      // The ledger gives its entries by reference, and sorting is stable.
      return entries.sort((a, b) => a.deadlineAt - b.deadlineAt);
    },
  };
}

/** Each store after those that have to be empty before it. O(stores³), for at most eight. */
function inOrder(stores: readonly DataStore[]): readonly DataStore[] {
  const order: DataStore[] = [];
  while (order.length < stores.length) {
    const next = stores.find(
      store =>
        !order.includes(store) &&
        stores.every(
          other =>
            order.includes(other) ||
            (other.foundThrough !== store.name && store.copiesFrom?.store !== other.name),
        ),
    );
    if (!next) throw new RangeError('the stores wait for one another in a circle');
    order.push(next);
  }
  return order;
}

/** Whether it is one of these, or copies from one of them, or from one that does. */
function comesFrom(store: DataStore, names: readonly string[], stores: readonly DataStore[]): boolean {
  if (names.includes(store.name)) return true;
  const source = stores.find(({ name }) => name === store.copiesFrom?.store);
  return source !== undefined && comesFrom(source, names, stores);
}

/** Begins as many as may go on at once; whoever is done takes the next. Rejects at the end if one has. */
async function sideBySide(work: readonly (() => Promise<void>)[], parallel: number): Promise<void> {
  let next = 0;
  const failed: unknown[] = [];
  const go = async (): Promise<void> => {
    const one = work[next++];
    if (!one) return;
    try {
      await one();
    } catch (error) {
      failed.push(error);
    }
    return go();
  };
  await Promise.all(work.slice(0, parallel).map(go));
  if (failed.length > 0) throw failed[0];
}
