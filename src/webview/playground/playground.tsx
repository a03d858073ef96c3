import { useMemo } from 'preact/hooks';
import type { PlayReport } from '../../core/run/playReport';
import type { PlaygroundView } from '../../protocol/playground';
import { formatReading } from '../quantities';
import { TraceFigure } from '../trace/traceFigure';
import { Button } from '../view/button';
import { CompileErrors } from '../view/compileErrors';
import { useSurroundings } from '../view/context';
import { FailureDetails, Logs } from '../view/failure';
import { Icon } from '../view/icon';
import { MessageBox } from '../view/message';
import { InlineProse, Prose } from '../view/prose';
import { isSectionOpen } from '../sections';
import { Section } from '../view/section';
import { Parameters } from './parameters';
import type { PlayState } from './player';
import { readingRows, stoppedSentence, type ReadingEvent } from './readings';

interface Props {
  readonly playground: PlaygroundView;
  /** Null until it has been opened. */
  readonly play: PlayState | null;
  readonly open: Readonly<Record<string, boolean>>;
}

/** Sliders for the workload, and what one's own implementation makes of it. */
export function Playground({ playground, play, open }: Props) {
  return (
    <Section id="playground" open={isSectionOpen(open, 'playground')}>
      <Prose html={playground.aboutHtml} />
      {play && <Open playground={playground} play={play} />}
    </Section>
  );
}

function Open({ playground, play }: { readonly playground: PlaygroundView; readonly play: PlayState }) {
  const { say } = useSurroundings();
  const { shown, failure } = play;
  return (
    <>
      <Presets playground={playground} play={play} />
      <Parameters parameters={playground.parameters} settings={play.settings} />
      <Tools playground={playground} play={play} />
      {failure !== null && (
        <MessageBox kind="error">
          <p>{failure}</p>
        </MessageBox>
      )}
      <div class="played" aria-busy={play.slow}>
        <p class="played-state muted">{play.slow && say('playing')}</p>
        {shown && <Shown mine={shown.mine} reference={play.compares ? shown.reference : null} />}
      </div>
    </>
  );
}

function Presets({
  playground: { presets, parameters },
  play,
}: Omit<Props, 'open'> & { readonly play: PlayState }) {
  const { say, actions } = useSurroundings();
  const usual = Object.fromEntries(parameters.map(parameter => [parameter.id, parameter.default]));
  const all = [{ title: say('playUsual'), aboutHtml: '', settings: usual }, ...presets];
  const isNow = (settings: PlayState['settings']) =>
    parameters.every(({ id }) => settings[id] === play.settings[id]);
  const current = all.find(({ settings }) => isNow(settings));
  return (
    <div class="presets" role="group" aria-label={say('playPresets')}>
      {all.map(({ title, settings }) => (
        <button
          key={title}
          type="button"
          class="preset"
          aria-pressed={isNow(settings)}
          onClick={() => actions.play({ kind: 'settings', settings })}
        >
          {title}
        </button>
      ))}
      <p class="preset-about muted">
        {current && current.aboutHtml !== '' && <InlineProse html={current.aboutHtml} />}
      </p>
    </div>
  );
}

function Tools({ playground, play }: { readonly playground: PlaygroundView; readonly play: PlayState }) {
  const { say, actions } = useSurroundings();
  return (
    <div class="play-tools">
      <label class="play-compare">
        <input
          type="checkbox"
          checked={play.compares && playground.referenceRevealed}
          disabled={!playground.referenceRevealed}
          onChange={({ currentTarget }) =>
            actions.play({ kind: 'compares', compares: currentTarget.checked })
          }
        />{' '}
        {say('playCompare')}
        {!playground.referenceRevealed && <span class="muted"> {playground.referenceWhen}</span>}
      </label>
      <Button icon="refresh" label={say('playRedraw')} onPress={() => actions.play({ kind: 'traffic' })} />
    </div>
  );
}

function Shown({ mine, reference }: { readonly mine: PlayReport; readonly reference: PlayReport | null }) {
  const { say } = useSurroundings();
  const stopped = stoppedSentence(mine, say);
  const trace = 'trace' in mine ? mine.trace : undefined;
  const beside = useMemo(() => (reference && 'trace' in reference ? reference.trace : null), [reference]);
  return (
    <>
      {stopped !== undefined && (
        <MessageBox kind="error">
          <p>{mine.kind === 'failed' ? say('playStopped') : stopped}</p>
        </MessageBox>
      )}
      {mine.kind === 'failed' && <FailureDetails failure={mine.failure} />}
      {mine.kind === 'did-not-compile' && <CompileErrors errors={mine.errors} />}
      <Readings mine={mine} reference={reference} />
      {trace && trace.length > 0 && (
        <TraceFigure events={trace} name={say('playground')} beside={beside} visits={0} />
      )}
      {'logs' in mine && <Logs lines={mine.logs} title={say('console')} />}
    </>
  );
}

function Readings({ mine, reference }: { readonly mine: PlayReport; readonly reference: PlayReport | null }) {
  const { say } = useSurroundings();
  const rows = readingRows(mine, reference);
  if (rows.length === 0) return null;
  return (
    <div class="table-box">
      <table class="readings">
        <caption class="visually-hidden">{say('playReadings')}</caption>
        <thead class={reference ? undefined : 'visually-hidden'}>
          <tr>
            <th scope="col">{say('playWhat')}</th>
            <th scope="col">{say('playMine')}</th>
            {reference && <th scope="col">{say('playReference')}</th>}
          </tr>
        </thead>
        <tbody>
          {rows.map(row => (
            <tr key={row.name}>
              <th scope="row">{row.name}</th>
              <Value reading={row.mine} />
              {reference && <Value reading={row.reference} />}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Value({ reading }: { readonly reading: ReadingEvent | undefined }) {
  const { say } = useSurroundings();
  if (!reading) return <td class="muted">–</td>;
  return (
    <td class={`reading reading-${reading.tone}`}>
      <span class="reading-value">
        {reading.tone === 'bad' && <Icon name="warning" />} {formatReading(reading, say)}
        {reading.tone === 'bad' && <span class="visually-hidden"> ({say('tone.bad')})</span>}
      </span>
      {reading.note !== '' && <span class="reading-note muted"> {reading.note}</span>}
    </td>
  );
}
