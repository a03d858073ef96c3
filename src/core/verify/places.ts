import { isNode, parseDocument, type Document } from 'yaml';
import { Lines } from '../pack/lines';
import type { PackSource } from '../pack/source';
import type { Anchor, Finding, Place, UnplacedFinding } from './finding';

/** Finds the places of what is to be said about one exercise. */
export class Places {
  private document: { readonly yaml: Document; readonly lines: Lines } | undefined;

  /** @param source of the pack; without it only what has a line of its own gets a place */
  constructor(
    private readonly exercise: string,
    private readonly source: Pick<PackSource, 'read'> | undefined,
  ) {}

  readonly placed = ({ at, ...finding }: UnplacedFinding): Finding => {
    const place = at && this.placeOf(at);
    return place ? { ...finding, place } : finding;
  };

  private placeOf(at: Anchor): Place | undefined {
    if ('yaml' in at) return this.inYaml(at.yaml);
    const file = `${this.exercise}/${at.file}`;
    if (at.line !== undefined) return { file, line: at.line, column: 1 };
    const text = this.source?.read(file);
    if (text === undefined) return undefined;
    const offset = at.text === undefined ? 0 : Math.max(0, text.indexOf(at.text));
    return { file, ...new Lines(text).at(offset) };
  }

  /** The node, or the nearest one around it. */
  private inYaml(path: readonly (string | number)[]): Place | undefined {
    const file = `${this.exercise}/exercise.yaml`;
    const text = this.source?.read(file);
    if (text === undefined) return undefined;
    this.document ??= { yaml: parseDocument(text), lines: new Lines(text) };
    const { yaml, lines } = this.document;
    for (let length = path.length; length > 0; length--) {
      const node: unknown = yaml.getIn(path.slice(0, length), true);
      const start = isNode(node) ? node.range?.[0] : undefined;
      if (start !== undefined) return { file, ...lines.at(start) };
    }
    return { file, line: 1, column: 1 };
  }
}
