import { createRequire } from 'node:module';
import { HumanError } from '../../core/errors';
import type { ServiceRequest, WireReply } from '../../protocol/service';
import { textsInUse } from '../textsInUse';
import type * as RedisLinkModule from './redisLink';

/** A server of the person's own while one run has it. */
export interface HeldService {
  answer(request: ServiceRequest): Promise<WireReply>;
  close(): Promise<void>;
}

export interface RedisHostOptions {
  /** `redis://…`; undefined for the server in memory. Asked for before each run. */
  readonly url: () => string | undefined;
  /** The built file that speaks to a real server. Loaded when one is used. */
  readonly linkFile: string;
}

/** Hands out the person's Redis server to one run at a time: each begins with an empty database. */
export class RedisHost {
  private turn: Promise<void> = Promise.resolve();

  constructor(private readonly options: RedisHostOptions) {}

  /**
   * Undefined when runs are to use the server in memory.
   *
   * @throws HumanError if the server cannot be used
   */
  async take(): Promise<HeldService | undefined> {
    const url = this.options.url();
    if (url === undefined || url === '') return undefined;
    let done!: () => void;
    const before = this.turn;
    this.turn = new Promise(resolve => (done = resolve));
    await before;
    try {
      const link = await this.link().RedisLink.open(url);
      return {
        answer: request => link.answer(request),
        close: () => link.close().finally(done),
      };
    } catch (error) {
      done();
      if (error instanceof this.link().UnusableServer) throw new HumanError('redis-unusable', error.message);
      throw error;
    }
  }

  private link(): typeof RedisLinkModule {
    const { linkFile } = this.options;
    const link = createRequire(linkFile)(linkFile) as typeof RedisLinkModule;
    link.useTexts(textsInUse());
    return link;
  }
}
