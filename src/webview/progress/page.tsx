import type { ComponentChildren } from 'preact';
import type { ProgressPageChannel, ProgressView } from '../../protocol/progressPanel';
import type { Say } from '../say';
import { Button } from '../view/button';
import { History } from './history';
import { NextList } from './nextList';
import { PackList } from './packList';
import { Skills } from './skillFigure';

interface Props {
  readonly view: ProgressView | undefined;
  readonly failure: string | null;
  readonly say: Say;
  readonly channel: Pick<ProgressPageChannel, 'notify'>;
  readonly retry: () => void;
}

/** Where the person stands, what has been, and what to do next. */
export function ProgressPage({ view, failure, say, channel, retry }: Props) {
  return (
    <div class="progress-page">
      <h1>{say('progressTitle')}</h1>
      {/* Read out when it changes: after an import, a reset, or a pass. */}
      <p class="progress-summary" role="status">
        {view && view.packs.length > 0 && summary(view, say)}
      </p>
      {!view && (failure === null ? <p>{say('progressLoading')}</p> : null)}
      {failure !== null && (
        <p role="alert">
          {say('progressFailed', { reason: failure })} <Button label={say('retry')} onPress={retry} />
        </p>
      )}
      {view && <Parts view={view} say={say} channel={channel} />}
    </div>
  );
}

function summary({ packs }: ProgressView, say: Say): string {
  const sum = (of: (pack: ProgressView['packs'][number]) => number): number =>
    packs.reduce((total, pack) => total + of(pack), 0);
  return say('progressSummary', {
    passed: sum(({ passed }) => passed),
    begun: sum(({ begun }) => begun),
    total: sum(({ total }) => total),
  });
}

function Parts({ view, say, channel }: Pick<Props, 'say' | 'channel'> & { readonly view: ProgressView }) {
  const open = (ref: ProgressView['next'][number]['ref']) => channel.notify('openExercise', { ref });
  const isEmpty = view.history.length === 0 && view.elsewhere === 0;
  if (view.packs.length === 0 && isEmpty) return <p>{say('progressNoPacks')}</p>;
  return (
    <>
      {isEmpty && <p class="progress-empty">{say('progressEmpty')}</p>}
      <Part id="next" title={say(isEmpty ? 'nextWhere' : 'nextHeading')}>
        <NextList view={view} say={say} open={open} />
      </Part>
      <Part id="packs" title={say('packsHeading')}>
        <PackList packs={view.packs} say={say} />
      </Part>
      {!isEmpty && view.skills.length > 0 && (
        <Part id="skills" title={say('skillsHeading')}>
          <Skills skills={view.skills} say={say} />
        </Part>
      )}
      {!isEmpty && (
        <Part id="history" title={say('historyHeading')}>
          <History
            view={view}
            say={say}
            open={open}
            reset={ref => channel.notify('resetExercise', { ref })}
          />
          {view.elsewhere > 0 && <p class="muted">{say.many('progressElsewhere', view.elsewhere)}</p>}
        </Part>
      )}
      <Part id="data" title={say('dataHeading')}>
        <p>{say('dataAbout')}</p>
        <Data isEmpty={isEmpty} say={say} channel={channel} />
      </Part>
    </>
  );
}

function Data({ isEmpty, say, channel }: Pick<Props, 'say' | 'channel'> & { readonly isEmpty: boolean }) {
  const act = (action: 'export' | 'import' | 'restore' | 'reset') => () => channel.notify('act', { action });
  return (
    <div class="data-actions">
      {!isEmpty && <Button label={say('exportProgress')} onPress={act('export')} />}
      <Button label={say('importProgress')} onPress={act('import')} />
      <Button label={say('restoreProgress')} onPress={act('restore')} />
      {!isEmpty && (
        <Button label={say('resetProgress')} name={say('resetProgressName')} onPress={act('reset')} />
      )}
    </div>
  );
}

interface PartProps {
  readonly id: string;
  readonly title: string;
  readonly children: ComponentChildren;
}

const Part = ({ id, title, children }: PartProps) => (
  <section class="part" aria-labelledby={`${id}-title`}>
    <h2 id={`${id}-title`}>{title}</h2>
    {children}
  </section>
);
