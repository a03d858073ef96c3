import * as l10n from '@vscode/l10n';
import { assertNever } from '../errors';
import type { Estimate } from '../exercise';
import { parseQuantity, type Parsed } from '../estimates/parseQuantity';
import { quantityKinds, tolerancePattern, type Quantity, type QuantityKind } from '../estimates/quantity';
import { readId } from './readId';
import type { Field } from './yamlField';

/** How to write a value of each kind. */
const examples: Readonly<Record<QuantityKind, string>> = {
  count: '5,000',
  rate: '1,200/s',
  bytes: '20 GB',
  bandwidth: '50 MB/s',
  duration: '90 min',
  share: '5 %',
  availability: '99.95 %',
  ratio: '3x',
  money: '$400/month',
};

export function readEstimates(field: Field | undefined): Estimate[] {
  const ids = new Set<string>();
  return (field?.list() ?? []).map(item => {
    const fields = item.record(['id', 'question', 'kind', 'value', 'tolerance', 'working'], ['explanation']);
    const kind = fields?.kind?.word(quantityKinds);
    const value = fields?.value?.line() ?? '';
    return {
      id: readId(fields?.id, ids),
      question: fields?.question?.text() ?? '',
      value,
      expected: readValue(fields?.value, value, kind),
      tolerance:
        fields?.tolerance?.matching(
          tolerancePattern,
          'bad-estimate',
          l10n.t('"factor N" or "N %"'),
          l10n.t('Use a factor of more than 1 up to 100, or up to 99 %.'),
        ) ?? 'factor 2',
      working: fields?.working?.text() ?? '',
      explanation: fields?.explanation?.text() ?? '',
    };
  });
}

function readValue(field: Field | undefined, value: string, kind: QuantityKind | undefined): Quantity {
  const nothing: Quantity = { kind: kind ?? 'count', value: 1 };
  if (!field || value === '' || !kind) return nothing;
  const parsed = parseQuantity(kind, value, '.');
  if (parsed.kind === 'read') return parsed.quantity;
  const remedy = l10n.t('Write it as a learner would, for example {0}.', examples[kind]);
  field.problem('bad-estimate', l10n.t('{0} is no {1}: {2}.', field.name, kind, reasonOf(parsed)), remedy);
  return nothing;
}

function reasonOf(parsed: Exclude<Parsed, { readonly kind: 'read' }>): string {
  if (parsed.kind === 'unclear') return l10n.t('its unit means bits or bytes');
  switch (parsed.why) {
    case 'empty':
    case 'no-number':
      return l10n.t('it does not begin with a number');
    case 'range':
      return l10n.t('it is a range');
    case 'not-positive':
      return l10n.t('it is not above 0');
    case 'no-unit':
      return l10n.t('it has no unit');
    case 'unknown-unit':
      return l10n.t('"{0}" is no known unit', parsed.unit);
    case 'wrong-unit':
      return l10n.t('"{0}" is a unit of another kind ({1})', parsed.unit, parsed.is);
    case 'above-one':
      return l10n.t('it is more than the whole');
    default:
      return assertNever(parsed);
  }
}
