import type { VerifyProgress } from '../../node/authoring/verifyPack';
import type { Io } from '../io';

const width = 24;

/** One line that grows while somebody watches; without a terminal there are only the verdicts, one after another. */
export class VerifyBar {
  private shown = '';

  constructor(private readonly io: Pick<Io, 'progress'>) {}

  show(progress: VerifyProgress): void {
    const line = barOf(progress);
    if (line !== this.shown) this.io.progress?.(line);
    this.shown = line;
  }

  /** Before something else is written. */
  clear(): void {
    if (this.shown !== '') this.io.progress?.('');
    this.shown = '';
  }
}

/** At most 80 columns wide. */
export function barOf({ share, exercise, done, all, exercisesDone, exercises }: VerifyProgress): string {
  const filled = Math.floor(share * width);
  const bar = '█'.repeat(filled) + '░'.repeat(width - filled);
  const percent = `${Math.floor(share * 100)} %`.padStart(5);
  return `${bar} ${percent}  ${exercisesDone} of ${exercises}  ${exercise} ${done}/${all}`.slice(0, 80);
}
