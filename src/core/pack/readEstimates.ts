import { assertNever } from '../errors';
import type { Estimate } from '../exercise';
import { parseQuantity, type Parsed } from '../estimates/parseQuantity';
import { quantityKinds, tolerancePattern, type Quantity, type QuantityKind } from '../estimates/quantity';
import { readId } from './readId';
import type { Field } from './yamlFile';

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
          '"factor N" or "N %"',
          'Use a factor of more than 1 up to 100, or up to 99 %.',
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
  const remedy = `Write it as a learner would, for example ${examples[kind]}.`;
  field.problem('bad-estimate', `${field.name} is no ${kind}: ${reasonOf(parsed)}.`, remedy);
  return nothing;
}

function reasonOf(parsed: Exclude<Parsed, { readonly kind: 'read' }>): string {
  if (parsed.kind === 'unclear') return 'its unit means bits or bytes';
  switch (parsed.why) {
    case 'empty':
    case 'no-number':
      return 'it does not begin with a number';
    case 'range':
      return 'it is a range';
    case 'not-positive':
      return 'it is not above 0';
    case 'no-unit':
      return 'it has no unit';
    case 'unknown-unit':
      return `"${parsed.unit}" is no known unit`;
    case 'wrong-unit':
      return `"${parsed.unit}" is a unit of another kind (${parsed.is})`;
    case 'above-one':
      return 'it is more than the whole';
    default:
      return assertNever(parsed);
  }
}
