import type { ExerciseRef } from '../core/exercise';
import type { Score } from '../core/review/review';
import type { PanelChannel } from '../protocol/panel';
import type { Examination } from './examining';
import { pointKey, type Action, type Message } from './state';

/** What the panel lends. */
interface Parts {
  /** The exercise on show. */
  shown(): ExerciseRef | undefined;
  dispatch(message: Message): void;
  /** One at a time of each kind; a failure becomes a notice. */
  perform(action: Action, work: () => Promise<void>): Promise<void>;
  /** What is typed goes out now. */
  flush(): void;
}

/** What a person does with an answer once it is written. What comes of it is in the next snapshot. */
export class Reviewing {
  constructor(
    private readonly channel: PanelChannel,
    private readonly parts: Parts,
  ) {}

  async score(discussion: string, point: string, score: Score): Promise<void> {
    const id = pointKey(discussion, point);
    this.parts.dispatch({ type: 'scored', point: id, score });
    try {
      await this.channel.request('scorePoint', { discussion, point, score });
      this.parts.dispatch({ type: 'score-settled', point: id, kept: true });
    } catch (error) {
      this.parts.dispatch({ type: 'score-settled', point: id, kept: false });
      const reason = error instanceof Error ? error.message : String(error);
      this.parts.dispatch({ type: 'noticed', notice: { kind: 'failed', reason } });
    }
  }

  checkEstimate(discussion: string, id: string, text: string): Promise<void> {
    this.parts.flush();
    return this.parts.perform('estimate', async () => {
      await this.channel.request('checkEstimate', { discussion, id, text });
    });
  }

  showFollowUp(discussion: string, index: number): Promise<void> {
    return this.parts.perform('follow-up', async () => {
      await this.channel.request('showFollowUp', { discussion, index });
    });
  }

  showPoints(discussion: string, index: number): Promise<void> {
    this.parts.flush();
    return this.parts.perform('follow-up', async () => {
      await this.channel.request('showPoints', { discussion, index });
    });
  }

  /** Sends this answer to the language model that the panel has named. Called by a press of its button, and by nothing else. */
  async examine(discussion: string, answer: string, model: string): Promise<void> {
    this.parts.flush();
    const ref = this.parts.shown();
    const tell = (examination: Examination): void => {
      if (this.parts.shown() === ref) this.parts.dispatch({ type: 'examined', discussion, examination });
    };
    tell({ kind: 'asking', model });
    try {
      const examined = await this.channel.request('examine', { discussion, answer });
      tell(examined ? { kind: 'proposed', ...examined } : { kind: 'cancelled' });
    } catch (error) {
      tell({ kind: 'failed', reason: error instanceof Error ? error.message : String(error) });
    }
  }

  cancelExamine(discussion: string): void {
    void this.channel.request('cancelExamine', { discussion });
  }

  /** Undefined where it could not be had; what was there before is better than nothing. */
  async render(text: string): Promise<string | undefined> {
    try {
      return (await this.channel.request('renderText', { text })).html;
    } catch {
      return undefined;
    }
  }

  openReview(discussion: string): void {
    this.channel.notify('openReview', { discussion });
  }
}
