import { useId } from 'preact/hooks';
import type { Settings } from '../../core/playground';
import type { ParameterView, PlaygroundView } from '../../protocol/playground';
import { formatNumber } from '../quantities';
import type { Say } from '../say';
import { LinkButton } from '../view/button';
import { useSurroundings } from '../view/context';
import { InlineProse } from '../view/prose';

interface Props {
  readonly parameters: PlaygroundView['parameters'];
  readonly settings: Settings;
}

/** A slider or a list for each parameter, in the order of the pack. */
export function Parameters({ parameters, settings }: Props) {
  return (
    <div class="parameters">
      {parameters.map(parameter =>
        parameter.kind === 'number' ? (
          <Slider key={parameter.id} parameter={parameter} value={settings[parameter.id]} />
        ) : (
          <Choice key={parameter.id} parameter={parameter} value={settings[parameter.id]} />
        ),
      )}
    </div>
  );
}

interface ControlProps<K extends ParameterView['kind']> {
  readonly parameter: Extract<ParameterView, { readonly kind: K }>;
  readonly value: Settings[string] | undefined;
}

/**
 * The slider stands at one of the stops: arrows go to the next, Page Up and Page Down a tenth of the way, Home and End to
 * the ends. What it says is the value with its unit, not the number of the stop.
 */
function Slider({ parameter, value }: ControlProps<'number'>) {
  const { say, actions } = useSurroundings();
  const id = useId();
  const { title, stops, unit, aboutHtml } = parameter;
  const shown = typeof value === 'number' ? value : parameter.default;
  const words = withUnit(shown, unit, say);
  const choose = (index: number) => {
    const chosen = stops[Math.min(stops.length - 1, Math.max(0, index))];
    if (chosen !== undefined && chosen !== value)
      actions.play({ kind: 'settings', settings: { [parameter.id]: chosen } });
  };
  const position = Math.max(0, stops.indexOf(shown));
  return (
    <div class="parameter">
      <span class="parameter-head">
        <label for={id}>{title}</label>
        <output for={id} class="parameter-value">
          {words}
        </output>
      </span>
      <input
        id={id}
        type="range"
        class="slider"
        min={0}
        max={stops.length - 1}
        step={1}
        value={position}
        aria-valuetext={words}
        aria-describedby={aboutHtml === '' ? undefined : `${id}-about`}
        onInput={({ currentTarget }) => choose(Number(currentTarget.value))}
        onKeyDown={event => {
          const far = Math.max(2, Math.round(stops.length / 10));
          const by = event.key === 'PageUp' ? far : event.key === 'PageDown' ? -far : 0;
          if (by === 0) return;
          event.preventDefault();
          choose(position + by);
        }}
      />
      <Below
        id={id}
        parameter={parameter}
        isChanged={shown !== parameter.default}
        usual={withUnit(parameter.default, unit, say)}
      />
    </div>
  );
}

function Choice({ parameter, value }: ControlProps<'choice'>) {
  const { actions } = useSurroundings();
  const id = useId();
  const { title, choices, aboutHtml } = parameter;
  const usual = choices.find(choice => choice.id === parameter.default)?.title ?? '';
  return (
    <div class="parameter">
      <span class="parameter-head">
        <label for={id}>{title}</label>
      </span>
      <select
        id={id}
        value={String(value ?? parameter.default)}
        aria-describedby={aboutHtml === '' ? undefined : `${id}-about`}
        onChange={({ currentTarget }) =>
          actions.play({ kind: 'settings', settings: { [parameter.id]: currentTarget.value } })
        }
      >
        {choices.map(choice => (
          <option key={choice.id} value={choice.id}>
            {choice.title}
          </option>
        ))}
      </select>
      <Below id={id} parameter={parameter} isChanged={(value ?? usual) !== parameter.default} usual={usual} />
    </div>
  );
}

interface BelowProps {
  readonly id: string;
  readonly parameter: ParameterView;
  readonly isChanged: boolean;
  /** The default, in words. */
  readonly usual: string;
}

function Below({ id, parameter, isChanged, usual }: BelowProps) {
  const { say, actions } = useSurroundings();
  return (
    <span class="parameter-about muted">
      <span id={`${id}-about`}>
        {parameter.aboutHtml !== '' && <InlineProse html={parameter.aboutHtml} />}
      </span>
      {isChanged && (
        <LinkButton
          label={say('playDefault', { value: usual })}
          name={say('playDefaultNamed', { title: parameter.title, value: usual })}
          onPress={() => actions.play({ kind: 'settings', settings: { [parameter.id]: parameter.default } })}
        />
      )}
    </span>
  );
}

function withUnit(value: number, unit: string, say: Say): string {
  const number = formatNumber(value, say, 6);
  return unit === '' ? number : `${number} ${unit}`;
}
