import type { Plan, PlanNode } from '../../../../media/types/postgres';

/** What EXPLAIN gives with `format json`: names as Postgres has them. */
type Json = Readonly<Record<string, unknown>>;

/** Reads `[{ "Plan": … }]`. */
export function planFrom(json: unknown): Plan {
  const [first] = json as readonly [{ readonly Plan: Json }];
  const root = nodeFrom(first.Plan);
  const nodes = flatten(root);
  return {
    root,
    nodes,
    indexes: [...new Set(nodes.flatMap(node => node.index ?? []))],
    hasSeqScan: table =>
      nodes.some(node => node.type === 'Seq Scan' && (table === undefined || node.table === table)),
    hasNode: type => nodes.some(node => node.type === type),
    json,
  };
}

function nodeFrom(json: Json): PlanNode {
  const children = (json['Plans'] as readonly Json[] | undefined) ?? [];
  return {
    type: textOf(json, 'Node Type') ?? '',
    table: textOf(json, 'Relation Name'),
    index: textOf(json, 'Index Name'),
    cost: numberOf(json, 'Total Cost') ?? 0,
    estimatedRows: numberOf(json, 'Plan Rows') ?? 0,
    actualRows: numberOf(json, 'Actual Rows'),
    loops: numberOf(json, 'Actual Loops'),
    removedRows: numberOf(json, 'Rows Removed by Filter') ?? 0,
    blocks: blocksOf(json),
    children: children.map(nodeFrom),
  };
}

const flatten = (node: PlanNode): PlanNode[] => [node, ...node.children.flatMap(flatten)];

/** Blocks from the cache and blocks from files: which of the two says little, since files are in memory. */
function blocksOf(json: Json): number | null {
  const hit = numberOf(json, 'Shared Hit Blocks');
  return hit === null ? null : hit + (numberOf(json, 'Shared Read Blocks') ?? 0);
}

const numberOf = (json: Json, name: string): number | null => {
  const value = json[name];
  return typeof value === 'number' ? value : null;
};

const textOf = (json: Json, name: string): string | null => {
  const value = json[name];
  return typeof value === 'string' ? value : null;
};
