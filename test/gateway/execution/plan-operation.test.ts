import type { PlanNode } from '@apollo/query-planner';
import { describe, expect, it } from 'vitest';
import { describePlan, operationPlanner } from '#gateway/execution/plan-operation.ts';
import { composeSupergraph } from '#gateway/supergraph/compose.ts';
import { hubSdl } from '#schema/build/hub-sdl.ts';
import { participantSdl } from '#schema/build/participant-sdl.ts';
import { readRoster, reportingParticipants, subgraphName } from '#schema/roster/roster.ts';

const MEKONG = `{ campaign(code: "OMD") { phase(number: 5) { statistics { caseCount changeOnPreviousPhase cutOff byKind { key cases } } cases(first: 50) { totalCount nodes { __typename id reference kind participant { code name } seizures { commodity { __typename ... on DrugCommodity { drug } ... on WildlifeCommodity { taxon term appendix } } quantity { value unit kilograms } } route { origin { country } transit { country } destination { country } } } } } } }`;

const roster = readRoster(new URL('../../../schema/participants.yaml', import.meta.url).pathname);
const reporting = reportingParticipants(roster);

function planner() {
  const result = composeSupergraph({
    roster,
    subgraphs: [
      { name: 'campaign', url: 'http://127.0.0.1:1/', sdl: hubSdl(roster) },
      ...reporting.map((participant) => ({
        name: subgraphName(participant.code),
        url: 'http://127.0.0.1:1/',
        sdl: participantSdl(participant),
      })),
    ],
  });
  if (result.sdl === undefined) throw new Error(JSON.stringify(result.refusals));
  return operationPlanner(result.stripped);
}

/** The form of a plan, `Sequence(Fetch campaign, …)`. */
function form(node: PlanNode | undefined): string {
  switch (node?.kind) {
    case 'Fetch':
      return `Fetch ${node.serviceName}`;
    case 'Flatten':
      return `Flatten(${form(node.node)})`;
    case 'Sequence':
    case 'Parallel':
      return `${node.kind}(${node.nodes.map(form).join(', ')})`;
    default:
      return node?.kind ?? 'nothing';
  }
}

describe('the plan of the Mekong query over the whole roster', () => {
  it('is one call to the hub, then one parallel stage', () => {
    expect(reporting.length).toBeGreaterThan(20);
    const plan = planner().plan(MEKONG);
    const node = plan.node;
    if (!node || node.kind === 'Subscription') throw new Error('expected a query');
    const stage = reporting
      .map(({ code }) => `Flatten(Fetch ${subgraphName(code)})`)
      .toSorted()
      .join(', ');
    const [first, second] = node.kind === 'Sequence' ? node.nodes : [];
    expect(node.kind === 'Sequence' ? node.nodes.length : 0).toBe(2);
    expect(form(first)).toBe('Fetch campaign');
    expect(second?.kind === 'Parallel' ? second.nodes.map(form).toSorted().join(', ') : form(second)).toBe(stage);
    expect(describePlan(plan)).toContain('Fetch(service: "campaign")');
  });

  it('refuses what is not an operation of the schema', () => {
    expect(() => planner().plan('{ nothing }')).toThrow('nothing');
  });
});
