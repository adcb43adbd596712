// The campaign's own schema over three participants: heads at the hub, bodies at their owners. What is not filled in
// here is null, and spreads where it may not be.
import { hubSdl } from '#schema/build/hub-sdl.ts';
import { participantSdl } from '#schema/build/participant-sdl.ts';
import { participant } from '../../supergraph/ownership/hostile-sdl.ts';
import type { Thing, World } from './world.ts';

const MEMBERS = [
  participant('KH', 'CambodiaCustomsCase'),
  participant('TH', 'ThailandCustomsCase'),
  participant('VN', 'VietnamCustomsCase'),
];

export const campaign: World = {
  name: 'the campaign: a type for each participant',
  isLinked: true,
  subgraphs: {
    campaign: hubSdl({ participants: MEMBERS }),
    ...Object.fromEntries(MEMBERS.map((each) => [each.code.toLowerCase(), participantSdl(each)])),
  },
  objects() {
    const cases = MEMBERS.flatMap(({ code, caseType, name }) =>
      ['1', '2'].map(
        (index): Thing => ({
          __typename: caseType,
          id: `${code}-${index}`,
          reference: `${code}/${index}`,
          participant: { __typename: 'Participant', code, name, kind: 'ADMINISTRATION' },
          kind: 'DRUG',
          form: 'FULL',
          seizedIn: '2023-05',
          reportedAt: '2023-06-01T00:00:00Z',
          revision: 1,
          narrative: index === '1' ? `of ${code}-${index}` : null,
          office: `office of ${code}`,
          outcome: { arrests: 2 },
          seizures: [
            {
              commodity: { __typename: 'DrugCommodity', drug: 'heroin', group: 'OPIATES' },
              quantity: { value: 3, unit: 'KILOGRAM', kilograms: 3 },
            },
            {
              commodity: { __typename: 'WildlifeCommodity', taxon: 'Manis', appendix: 'I' },
              quantity: { value: 1, unit: 'HEAD', kilograms: null },
            },
          ],
        }),
      ),
    );
    return { Case: cases, ...Object.groupBy(cases, (each) => String(each.__typename)) };
  },
  roots: {
    Query: {
      campaigns: () => [{ code: 'OMD', name: 'Mekong Dragon' }],
      campaign: (_, { code }) => ({ code, name: 'Mekong Dragon' }),
      participants: () => MEMBERS.map(({ code, name }) => ({ code, name, kind: 'ADMINISTRATION' })),
      case: (_, { id }, { Case = [] }) => Case[String(id).length % 2] ?? null,
    },
  },
  fields: { Campaign: { cases: (_, __, { Case = [] }) => ({ nodes: Case, totalCount: Case.length }) } },
};
