import * as l10n from '@vscode/l10n';
import { HumanError, toError } from '../../core/errors';
import { archiveLimits } from './archiveLimits';
import { isLoopback, parsePackAddress } from './packAddress';

/** What fetching a pack may cost. */
export const downloadLimits = {
  bytes: archiveLimits.archiveBytes,
  redirects: 5,
  /** From the first request to the last byte. */
  totalMs: 120_000,
  /** Without a single byte. */
  silenceMs: 20_000,
} as const;

export type DownloadLimits = { readonly [K in keyof typeof downloadLimits]: number };

export interface DownloadOptions {
  /** Aborted when the person changes their mind. */
  readonly signal?: AbortSignal;
  readonly limits?: DownloadLimits;
  /** @param total null where the server does not say */
  readonly onProgress?: (bytes: number, total: number | null) => void;
}

/**
 * Fetches the bytes of a pack. Nothing of them is understood here.
 *
 * @throws HumanError with what to do; the signal's reason when it was aborted.
 */
export async function downloadPack(address: URL, options: DownloadOptions = {}): Promise<Uint8Array> {
  const limits = options.limits ?? downloadLimits;
  const stop = new StopWatch(limits, options.signal);
  try {
    const response = await follow(address, limits, stop);
    return await readBody(response, address, limits, stop, options.onProgress);
  } catch (thrown) {
    if (thrown instanceof HumanError) throw thrown;
    options.signal?.throwIfAborted();
    throw stop.late ? tooSlow(address, stop.late, limits) : unreachable(address, thrown);
  } finally {
    stop.end();
  }
}

/** Ends a request that takes too long as a whole, or in which nothing happens. */
class StopWatch {
  private readonly controller = new AbortController();
  private readonly whole: NodeJS.Timeout;
  private silence: NodeJS.Timeout | undefined;
  late: 'totalMs' | 'silenceMs' | undefined;

  constructor(
    private readonly limits: DownloadLimits,
    private readonly caller: AbortSignal | undefined,
  ) {
    caller?.throwIfAborted();
    caller?.addEventListener('abort', this.abort);
    this.whole = setTimeout(() => this.expire('totalMs'), limits.totalMs);
    this.heard();
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  /** Something came: the silence begins anew. */
  heard(): void {
    clearTimeout(this.silence);
    this.silence = setTimeout(() => this.expire('silenceMs'), this.limits.silenceMs);
  }

  /** Also closes the connection, when it is not at its end. */
  end(): void {
    clearTimeout(this.whole);
    clearTimeout(this.silence);
    this.caller?.removeEventListener('abort', this.abort);
    this.abort();
  }

  private readonly abort = (): void => this.controller.abort();

  private expire(limit: 'totalMs' | 'silenceMs'): void {
    this.late ??= limit;
    this.abort();
  }
}

async function follow(address: URL, limits: DownloadLimits, stop: StopWatch): Promise<Response> {
  let at = address;
  for (let redirects = 0; redirects <= limits.redirects; redirects++) {
    const response = await fetch(at, {
      redirect: 'manual',
      signal: stop.signal,
      credentials: 'omit',
      headers: { accept: 'application/zip, application/octet-stream;q=0.9, */*;q=0.5' },
    });
    stop.heard();
    const location = response.headers.get('location');
    if (response.status < 300 || response.status > 399 || location === null) return response;
    await response.body?.cancel();
    at = redirected(at, location);
  }
  throw new HumanError(
    'too-many-redirects',
    l10n.t(
      '{0} leads from one address to the next, more than {1} times. Ask for a direct one.',
      address.href,
      limits.redirects,
    ),
  );
}

/**
 * Where a redirect leads. A page elsewhere must not make this machine talk to itself, nor leave what cannot be overheard.
 *
 * @throws HumanError `unsafe-redirect`
 */
export function redirected(from: URL, location: string): URL {
  let to: URL;
  try {
    to = parsePackAddress(new URL(location, from).href);
  } catch (cause) {
    throw new HumanError(
      'unsafe-redirect',
      l10n.t('{0} leads elsewhere, and there: {1}', from.href, toError(cause).message),
      { cause },
    );
  }
  if (isLoopback(to) && !isLoopback(from))
    throw new HumanError(
      'unsafe-redirect',
      l10n.t(
        '{0} leads to {1}, which is your own machine. Nothing was fetched from there.',
        from.href,
        to.href,
      ),
    );
  return to;
}

async function readBody(
  response: Response,
  address: URL,
  limits: DownloadLimits,
  stop: StopWatch,
  onProgress: DownloadOptions['onProgress'],
): Promise<Uint8Array> {
  if (!response.ok || !response.body)
    throw new HumanError(
      'not-served',
      l10n.t(
        '{0} was not handed out: the server answered {1}{2}. Check the address.',
        address.href,
        response.status,
        words(response),
      ),
    );
  const type = response.headers.get('content-type') ?? '';
  if (/^text\/html\b/i.test(type))
    throw new HumanError(
      'not-a-pack',
      l10n.t(
        '{0} is a web page, not a .drillpack. Open it in a browser and copy the address of the download.',
        address.href,
      ),
    );
  const tooLarge = (): HumanError =>
    new HumanError(
      'archive-too-large',
      l10n.t('{0} is larger than the {1} bytes that a pack may have.', address.href, limits.bytes),
    );
  const total = declaredLength(response);
  if (total !== null && total > limits.bytes) throw tooLarge();
  const chunks: Uint8Array[] = [];
  let length = 0;
  // What arrives is counted as it is unpacked, if the server compresses: a small answer cannot become an endless one.
  for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
    stop.heard();
    length += chunk.length;
    if (length > limits.bytes) throw tooLarge();
    chunks.push(chunk);
    onProgress?.(length, total);
  }
  return Buffer.concat(chunks, length);
}

function declaredLength({ headers }: Response): number | null {
  const length = headers.get('content-length');
  return length !== null && /^\d+$/.test(length) && !headers.has('content-encoding') ? Number(length) : null;
}

/** What a server says of itself is shown as plain words only. */
const words = ({ statusText }: Response): string =>
  /^[A-Za-z ]{1,40}$/.test(statusText) ? ` (${statusText})` : '';

const tooSlow = (address: URL, late: 'totalMs' | 'silenceMs', limits: DownloadLimits): HumanError =>
  new HumanError(
    'timed-out',
    late === 'totalMs'
      ? l10n.t(
          '{0} had not arrived after {1} seconds. Try again, or fetch the file with a browser and install it from there.',
          address.href,
          limits.totalMs / 1000,
        )
      : l10n.t('{0} sent nothing for {1} seconds. Try again later.', address.href, limits.silenceMs / 1000),
  );

function unreachable(address: URL, thrown: unknown): HumanError {
  const error = toError(thrown);
  const cause = error.cause instanceof Error ? error.cause : error;
  const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : cause.message;
  return new HumanError(
    'unreachable',
    l10n.t('{0} cannot be reached ({1}). Check the address and your connection.', address.href, code),
    { cause: thrown },
  );
}
