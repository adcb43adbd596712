import { buildSchema, isObjectType } from 'graphql';
import { describe, expect, it } from 'vitest';
import {
  type ComposedSupergraph,
  composeSupergraph,
  type SubgraphSource,
  VIEWER,
} from '#gateway/supergraph/compose.ts';
import { hubSdl } from '#schema/build/hub-sdl.ts';
import { participantSdl } from '#schema/build/participant-sdl.ts';
import { changed, changedCase, participant, published, TH, VN } from './ownership/hostile-sdl.ts';

const ROSTER = { participants: [TH, VN] };
const NATIONAL = 'extend type ThailandCustomsCase { office: String }';

function source(name: string, sdl: string | undefined, more: Partial<SubgraphSource> = {}): SubgraphSource {
  return { name, url: `http://127.0.0.1:4000/${name}`, sdl, ...more };
}

const hub = source('campaign', hubSdl(ROSTER));
const vn = source('vn', participantSdl(VN));

function composed(...subgraphs: SubgraphSource[]): ComposedSupergraph {
  const result = composeSupergraph({ roster: ROSTER, subgraphs });
  if (result.sdl === undefined) throw new Error(JSON.stringify(result.refusals));
  return result;
}

const route = (supergraph: ComposedSupergraph, name: string) => supergraph.routes.find((each) => each.name === name);
const subgraphsRefused = (supergraph: { refusals: ComposedSupergraph['refusals'] }) => [
  ...new Set(supergraph.refusals.map((refusal) => refusal.subgraph)),
];

describe('a supergraph', () => {
  it('is composed of hub, viewer and participants, with and without rights', () => {
    const supergraph = composed(hub, vn, source('th', published(NATIONAL)));
    expect(supergraph.refusals).toEqual([]);
    expect(supergraph.routes.map(({ name }) => name)).toEqual(['campaign', VIEWER, 'th', 'vn']);
    expect(supergraph.sdl).toContain('specs.apollo.dev/requiresScopes');
    expect(supergraph.stripped).not.toContain('specs.apollo.dev/requiresScopes');
    expect(supergraph.rights).toBeGreaterThan(20);
    expect(supergraph.stripped).toContain('office: String @join__field(graph: TH)');
  });

  it('goes on with the last good SDL of a participant whose new one is refused', () => {
    const spoilt = published('extend type Query { spy: String }');
    const supergraph = composed(hub, vn, source('th', spoilt, { lastGood: published(NATIONAL) }));
    expect(subgraphsRefused(supergraph)).toEqual(['th']);
    expect(route(supergraph, 'th')).toMatchObject({
      url: 'http://127.0.0.1:4000/th',
      published: { sdl: published(NATIONAL) },
    });
    expect(supergraph.stripped).toContain('office: String');
    expect(supergraph.stripped).not.toContain('spy');
  });

  it.each([
    ['has no good SDL', [source('th', published('scalar JSON'))], ['th']],
    ['has no readable SDL', [source('th', undefined)], ['th']],
    ['is not in supergraph.yaml', [], []],
    ['is off this machine over plain http', [source('th', published(), { url: 'http://10.0.0.1/graphql' })], ['th']],
    [
      'has national types that do not compose',
      [source('th', published('interface TH_I { a: Int } type TH_T implements TH_I { b: Int }'))],
      ['th'],
    ],
  ])('keeps the heads of a participant that %s, and does not call it', (_, sources, refused) => {
    const supergraph = composed(hub, vn, ...sources);
    expect(subgraphsRefused(supergraph)).toEqual(refused);
    expect(route(supergraph, 'th')).toEqual({ name: 'th', participant: 'TH' });
    expect(route(supergraph, 'vn')).toMatchObject({ participant: 'VN', url: vn.url });
    const type = buildSchema(supergraph.stripped).getType('ThailandCustomsCase');
    expect(isObjectType(type) && Object.keys(type.getFields())).toEqual(
      expect.arrayContaining(['reference', 'seizures']),
    );
  });

  it('completes an older SDL, and knows what it lacks', () => {
    const older = changedCase(/(suspects: \[Suspect!\]\n\s+)outcome: Outcome/, '$1')
      .replace(/"What followed\. Class N0\."\s+outcome: Outcome/, '')
      .replace(/"What followed the seizure[^"]*"\s+type Outcome [^}]*\}/, '')
      .replace(/"Persons charged\."\s+charged: Int/, '');
    const supergraph = composed(hub, vn, source('th', older));
    expect(supergraph.refusals).toEqual([]);
    expect(route(supergraph, 'th')?.published?.missing).toEqual([
      'Case.outcome',
      'Outcome',
      'ThailandCustomsCase.outcome',
    ]);
    expect(route(supergraph, 'vn')?.published?.missing).toEqual([]);
    const type = buildSchema(supergraph.stripped).getType('ThailandCustomsCase');
    expect(isObjectType(type) && type.getFields().outcome?.type.toString()).toBe('Outcome');
  });

  it('composes from the contract of this gateway, whatever text a participant has for it', () => {
    const supergraph = composed(hub, vn, source('th', changed('"Persons arrested."', '"Forged."')));
    expect(supergraph.stripped).not.toContain('Forged');
  });

  it('keeps the stricter right of a participant on its own field', () => {
    const strict = changedCase(
      /(seizedOn: Date @requiresScopes\(scopes: )\[\[[^)]*\)/,
      '$1[["case:operational", "th:day"]])',
    );
    const { sdl } = composed(hub, vn, source('th', strict));
    expect(/type ThailandCustomsCase[^}]*seizedOn[^\n]*th:day/.test(sdl)).toBe(true);
    expect(/type VietnamCustomsCase[^}]*seizedOn[^\n]*th:day/.test(sdl)).toBe(false);
  });

  it('leaves out a subgraph that nobody on the roster owns', () => {
    const supergraph = composed(hub, vn, source('th', published()), source('spy', 'type Query { spy: String }'));
    expect(subgraphsRefused(supergraph)).toEqual(['spy']);
    expect(supergraph.routes.map(({ name }) => name)).not.toContain('spy');
  });

  it('leaves out a participant whose head the hub does not serve yet', () => {
    const supergraph = composed(source('campaign', hubSdl({ participants: [VN] })), vn, source('th', published()));
    expect(subgraphsRefused(supergraph)).toEqual(['th']);
    expect(supergraph.stripped).not.toContain('ThailandCustomsCase');
  });

  it('goes on with the last good SDL of the hub', () => {
    const spoilt = source('campaign', `${hubSdl(ROSTER)} type Extra { x: Int }`, { lastGood: hubSdl(ROSTER) });
    const supergraph = composed(spoilt, vn);
    expect(subgraphsRefused(supergraph)).toEqual(['campaign']);
    expect(supergraph.stripped).not.toContain('Extra');
  });

  it.each([
    ['without the hub', [vn]],
    ['without the SDL of the hub', [source('campaign', undefined), vn]],
    ['with a hub that is not ours', [source('campaign', `${hubSdl(ROSTER)} type Extra { x: Int }`), vn]],
    ['with a hub off this machine over plain http', [{ ...hub, url: 'http://hub.example/graphql' }, vn]],
  ])('is not composed %s, and says why', (_, subgraphs) => {
    const result = composeSupergraph({ roster: ROSTER, subgraphs });
    expect(result.sdl).toBeUndefined();
    expect(subgraphsRefused(result)).toContain('campaign');
  });

  it('never takes a participant for the hub', () => {
    const roster = { participants: [VN, participant('CAMPAIGN', 'CampaignCase')] };
    const result = composeSupergraph({ roster, subgraphs: [source('campaign', hubSdl(roster)), vn] });
    expect(result.sdl).toBeUndefined();
    expect(subgraphsRefused(result)).toContain('campaign');
  });
});
