// W1..W5 of the shared design: wide, bulk, narrow, new values, new shape.
import type { Workload } from './workload.ts';

const WIDE = `id reference kind seizedIn participant { code } seizures { quantity { value unit } }
  route { seizedAt { country } } conveyance { mode } outcome { arrests }`;

const BULK = `id reference kind form seizedIn reportedAt revision participant { code name }
  seizedOn
  seizures { commodity { __typename ... on DrugCommodity { drug group } } quantity { value unit kilograms } estimatedValue { amount currency } }
  route { origin { country name } transit { country name } seizedAt { country name } destination { country name } }
  conveyance { mode identifiers { kind value valid } } concealment { method } detection { method }
  suspects { role nationality } outcome { arrests charged convicted } release { handling tlp }`;

/** Fields that a new shape takes or leaves, by the bits of its number. */
const PARTS = [
  'reference',
  'kind',
  'seizedIn',
  'participant { code }',
  'seizures { quantity { value unit } }',
  'route { seizedAt { country } }',
  'conveyance { mode }',
  'outcome { arrests }',
  'form',
  'reportedAt',
  'revision',
  'seizedOn',
  'concealment { method }',
  'detection { method }',
  'release { tlp }',
  'suspects { role }',
];

/** Spreads the numbers over all shapes, so that no two of the first 65,535 are the same and neighbours differ much. */
const shapeOf = (n: number) => ((n * 40_504) % 65_535) + 1;

function bulk(cases: number) {
  return { query: `query Bulk { phase(id: "BENCH-1") { cases(first: ${cases}) { nodes { ${BULK} } } } }` };
}

function newShape(n: number, cases: number) {
  const shape = shapeOf(n);
  const parts = PARTS.filter((_, bit) => (shape >> bit) % 2 === 1);
  return {
    query: `query NewShape { phase(id: "BENCH-1") { cases(first: ${cases}) { nodes { id ${parts.join(' ')} } } } }`,
  };
}

export const WORKLOADS: readonly Workload[] = [
  {
    id: 'W1',
    title: 'wide: 25 participants, 50 cases, 10 fields',
    requests: 600,
    warmUp: 400,
    request: () => ({ query: `query Wide { phase(id: "BENCH-1") { cases(first: 50) { nodes { ${WIDE} } } } }` }),
  },
  {
    id: 'W2',
    title: 'bulk: 25 participants, 500 cases, 30 fields, nested lists',
    requests: 100,
    warmUp: 200,
    request: () => bulk(500),
  },
  {
    id: 'W3',
    title: 'narrow: one root field, one subgraph',
    requests: 4_000,
    warmUp: 2_000,
    request: () => ({ query: 'query Narrow { campaigns { code name } }' }),
  },
  {
    id: 'W4',
    title: 'new values: W1 with other literals each time',
    requests: 300,
    warmUp: 150,
    request: (n) => ({
      query: `query NewValues { phase(id: "BENCH-1") { cases(first: 50, filter: { drug: ["substance-${n}"] }) { nodes { ${WIDE} } } } }`,
    }),
  },
  {
    id: 'W5',
    title: 'new shape: another selection each time',
    requests: 120,
    warmUp: 80,
    request: (n) => newShape(n, 50),
  },
];

/** @throws Error where there is none of this id. */
export function workload(id: string): Workload {
  const found = WORKLOADS.find((each) => each.id === id);
  if (!found) throw new Error(`expected a workload, got ${id}`);
  return found;
}

/** W2 with pages of another size. */
export function bulkPage(cases: number): Workload {
  return { ...workload('W2'), request: () => bulk(cases) };
}

/** W5 with pages of another size. */
export function newShapePage(cases: number): Workload {
  return { ...workload('W5'), request: (n) => newShape(n, cases) };
}
