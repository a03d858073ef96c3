export interface ComparedLine {
  readonly text: string;
  /** It has no equal on the other side. */
  readonly differs: boolean;
}

export interface Compared {
  readonly expected: readonly ComparedLine[];
  readonly actual: readonly ComparedLine[];
}

/** Above this the table of the comparison would cost more than it tells. */
const mostLines = 400;

/** Which lines the two texts do not share, by their longest common subsequence. */
export function comparedLines(expected: string, actual: string): Compared {
  const [left, right] = [expected.split('\n'), actual.split('\n')];
  if (left.length > mostLines || right.length > mostLines)
    return { expected: plain(left), actual: plain(right) };
  const kept = commonLines(left, right);
  return {
    expected: left.map((text, i) => ({ text, differs: !kept.left.has(i) })),
    actual: right.map((text, i) => ({ text, differs: !kept.right.has(i) })),
  };
}

const plain = (lines: readonly string[]): ComparedLine[] => lines.map(text => ({ text, differs: false }));

function commonLines(left: readonly string[], right: readonly string[]) {
  const lengths = Array.from({ length: left.length + 1 }, () => new Uint16Array(right.length + 1));
  const at = (i: number, j: number) => lengths[i]?.[j] ?? 0;
  for (let i = left.length - 1; i >= 0; i--)
    for (let j = right.length - 1; j >= 0; j--) {
      const length = left[i] === right[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
      lengths[i]?.fill(length, j, j + 1);
    }
  const kept = { left: new Set<number>(), right: new Set<number>() };
  for (let i = 0, j = 0; i < left.length && j < right.length;) {
    if (left[i] === right[j]) {
      kept.left.add(i++);
      kept.right.add(j++);
    } else if (at(i + 1, j) >= at(i, j + 1)) i++;
    else j++;
  }
  return kept;
}
