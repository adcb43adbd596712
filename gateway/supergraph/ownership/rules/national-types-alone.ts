// A national type implements national interfaces only: as a Case it would stand among the cases of the campaign.
import { nationalTypes, type Rule } from '../published.ts';

export const nationalTypesAlone: Rule = (published) =>
  nationalTypes(published).flatMap((type) =>
    type.interfaces
      .filter((each) => !each.name.value.startsWith(published.prefix))
      .map((each) => ({
        rule: 'national-types-alone',
        subgraph: published.subgraph,
        coordinate: type.name,
        expected: `interfaces ${published.prefix}… only`,
        got: each.name.value,
      })),
  );
