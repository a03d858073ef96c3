import type { QuantityKind } from '../core/estimates/quantity';
import type { EstimateView, VerdictView } from '../protocol/discussionView';
import type { Say } from './say';

/** What came of an answer to an estimate, in sentences. */
export function estimateText(kind: QuantityKind, verdict: VerdictView, say: Say): string {
  switch (verdict.kind) {
    case 'right':
      return say('estimate.right', { read: verdict.read });
    case 'off': {
      const { read, direction, factor } = verdict;
      const off = say(`estimate.off.${direction}`, { read, factor: figure(factor, say) });
      return `${off} ${slipText(verdict, say)}`;
    }
    case 'unclear': {
      const [first, second] = verdict.readings;
      return say('estimate.unclear', { first, second });
    }
    case 'refused':
      return refusalText(kind, verdict, say);
  }
}

function slipText({ slip, read }: Extract<VerdictView, { kind: 'off' }>, say: Say): string {
  switch (slip.slip) {
    case 'prefix':
      return say('estimate.slip.prefix', { by: figure(slip.by, say) });
    case 'time':
      return say(`estimate.slip.time.${slip.by}`);
    case 'bits':
      return say('estimate.slip.bits');
    case 'complement':
      return say('estimate.slip.complement', { read });
    case 'magnitude':
      return say.many('estimate.slip.magnitude', slip.powers);
    case 'factor':
      return say('estimate.slip.factor');
  }
}

function refusalText(
  kind: QuantityKind,
  refused: Extract<VerdictView, { kind: 'refused' }>,
  say: Say,
): string {
  const example = say(`estimate.example.${kind}`);
  switch (refused.why) {
    case 'empty':
    case 'no-number':
      return say('estimate.refused.noNumber', { example });
    case 'range':
      return say('estimate.refused.range');
    case 'not-positive':
      return say('estimate.refused.notPositive');
    case 'above-one':
      return say('estimate.refused.aboveOne');
    case 'no-unit':
      return say(`estimate.noUnit.${kind}`, { example });
    case 'unknown-unit':
      return say('estimate.refused.unknownUnit', { unit: refused.unit, example });
    case 'wrong-unit':
      return say('estimate.refused.wrongUnit', {
        unit: refused.unit,
        is: say(`quantity.${refused.is}`),
        wanted: say(`quantity.${kind}`),
        example,
      });
    case 'currency':
      return say('estimate.refused.currency', { currency: refused.currency });
    case 'period':
      return refused.wanted === 'none' || refused.wanted === undefined
        ? say('estimate.refused.once')
        : say('estimate.refused.period', { period: say(`period.${refused.wanted}`) });
  }
}

const figure = (value: number, say: Say): string =>
  new Intl.NumberFormat(say.language, { maximumSignificantDigits: 2 }).format(value);

/** What is typed, as long as it is what was compared. */
export const isChecked = ({ checked }: EstimateView, text: string): boolean =>
  checked !== null && checked.text === text.trim();
