import type { ComparedTrace } from '../../protocol/panel';
import { LinkButton } from '../view/button';
import { useSurroundings } from '../view/context';

interface Props {
  readonly compared: ComparedTrace | 'none';
  readonly asTable: boolean;
  /** Without it nothing can be chosen. */
  readonly onCompare: ((what: ComparedTrace | 'none') => void) | undefined;
  /** Below 1 shows less time, and more of it. */
  readonly onZoom: (factor: number) => void;
  readonly onWhole: () => void;
  readonly onImage: () => void;
  readonly onCsv: () => void;
  readonly onTable: () => void;
}

const choices = ['none', 'reference', 'before'] as const;

export function TraceTools(props: Props) {
  const { say } = useSurroundings();
  const { compared, asTable, onCompare } = props;
  return (
    <div class="trace-tools" role="toolbar" aria-label={say('traceTools')}>
      {onCompare && (
        <label class="trace-compare">
          {say('traceCompare')}{' '}
          <select
            value={compared}
            onChange={({ currentTarget: { value } }) =>
              onCompare(choices.find(choice => choice === value) ?? 'none')
            }
          >
            {choices.map(choice => (
              <option key={choice} value={choice}>
                {say(`traceCompare.${choice}`)}
              </option>
            ))}
          </select>
        </label>
      )}
      <LinkButton label="+" name={say('traceZoomIn')} onPress={() => props.onZoom(1 / 2)} />
      <LinkButton label="−" name={say('traceZoomOut')} onPress={() => props.onZoom(2)} />
      <LinkButton label={say('traceWhole')} onPress={props.onWhole} />
      <LinkButton label="PNG" name={say('traceSaveImage')} onPress={props.onImage} />
      <LinkButton label="CSV" name={say('traceSaveCsv')} onPress={props.onCsv} />
      <button type="button" class="link" aria-expanded={asTable} onClick={props.onTable}>
        {say(asTable ? 'traceHideTable' : 'traceShowTable')}
      </button>
    </div>
  );
}
