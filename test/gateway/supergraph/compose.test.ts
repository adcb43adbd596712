import { composeServices } from '@apollo/composition';
import { buildSchema, isObjectType } from 'graphql';
import { describe, expect, it, type Mock, vi } from 'vitest';
import {
  type ComposedSupergraph,
  composeSupergraph,
  type SubgraphSource,
  VIEWER,
} from '#gateway/supergraph/compose.ts';
import { completeSdl } from '#gateway/supergraph/ownership/complete.ts';
import { stripSecurity } from '#gateway/supergraph/strip-security.ts';
import { hubSdl } from '#schema/build/hub-sdl.ts';
import { participantSdl } from '#schema/build/participant-sdl.ts';
import { changed, changedCase, participant, published, TH, VN } from './ownership/hostile-sdl.ts';

// As they are; a test makes one fail as an unknown fault of theirs would.
vi.mock('@apollo/composition', async (load) => {
  const real = await load<typeof import('@apollo/composition')>();
  return { ...real, composeServices: vi.fn(real.composeServices) };
});
vi.mock('#gateway/supergraph/strip-security.ts', async (load) => {
  const real = await load<typeof import('#gateway/supergraph/strip-security.ts')>();
  return { ...real, stripSecurity: vi.fn(real.stripSecurity) };
});
vi.mock('#gateway/supergraph/ownership/complete.ts', async (load) => {
  const real = await load<typeof import('#gateway/supergraph/ownership/complete.ts')>();
  return { ...real, completeSdl: vi.fn(real.completeSdl) };
});

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
    const older = changedCase(/outcome: Outcome @requiresScopes\([^)]*\)/, '')
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
      '$1[["case:read", "case:operational", "th:day"]])',
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

  it.each([
    ['the composition', () => vi.mocked(composeServices)],
    ['taking out rights', () => vi.mocked(stripSecurity)],
  ])('does without anything national where %s fails and no SDL is known to be the fault', (_, failing) => {
    const strict = changedCase(
      /(seizedOn: Date @requiresScopes\(scopes: )\[\[[^)]*\)/,
      '$1[["case:read", "case:operational", "th:day"]])',
      NATIONAL,
    );
    const mock = failing() as Mock;
    const real = mock.getMockImplementation();
    // Fails for all together and never for one alone, as long as something national is among them.
    mock.mockImplementation((given: unknown) => {
      const text = typeof given === 'string' ? given : JSON.stringify(given);
      if (/VietnamCustomsCase/.test(text) && /"office"|office: String/.test(text)) throw new RangeError('stack');
      return real?.(given);
    });
    try {
      const supergraph = composed(hub, vn, source('th', strict));
      expect(subgraphsRefused(supergraph)).toEqual(['supergraph', 'th']);
      expect(supergraph.refusals.at(-1)?.got).toContain('its national part is left out');
      expect(supergraph.stripped).not.toContain('office: String');
      expect(route(supergraph, 'th')).toMatchObject({
        url: 'http://127.0.0.1:4000/th',
        published: { sdl: strict, reduced: true },
      });
      expect(route(supergraph, 'vn')?.published?.reduced).toBeUndefined();
      // What the participant closed beyond the contract stays closed.
      expect(/type ThailandCustomsCase[^}]*seizedOn[^\n]*th:day/.test(supergraph.sdl)).toBe(true);
    } finally {
      mock.mockImplementation(real ?? (() => undefined));
    }
  });

  it('refuses alone a participant whose SDL makes the check itself fail', () => {
    const mock = vi.mocked(completeSdl);
    const real = mock.getMockImplementation();
    mock.mockImplementation((of, ...rest) => {
      if (of.subgraph === 'th') throw new RangeError('stack');
      return real?.(of, ...rest) ?? '';
    });
    try {
      const supergraph = composed(hub, vn, source('th', published(NATIONAL)));
      expect(subgraphsRefused(supergraph)).toEqual(['th']);
      expect(route(supergraph, 'th')).toEqual({ name: 'th', participant: 'TH' });
    } finally {
      mock.mockImplementation(real ?? (() => ''));
    }
  });

  it('never takes a participant for the hub', () => {
    const roster = { participants: [VN, participant('CAMPAIGN', 'CampaignCase')] };
    const result = composeSupergraph({ roster, subgraphs: [source('campaign', hubSdl(roster)), vn] });
    expect(result.sdl).toBeUndefined();
    expect(subgraphsRefused(result)).toContain('campaign');
  });
});
