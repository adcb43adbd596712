// A row of the table `seizures` in the shape of the contract.
import type { CitesAppendix, Commodity, DrugGroup, PrecursorTable, Seizure } from '../generated/resolvers.ts';
import type { SeizureRow } from '../store/case-row.ts';

export function toSeizure(row: SeizureRow): Seizure {
  const { unit, value, kilograms, conversion, estimated_amount: amount, estimated_currency: currency } = row;
  return {
    commodity: toCommodity(row),
    quantity: unit === null ? null : { value, unit, kilograms, conversion },
    estimatedValue: amount === null || currency === null ? null : { amount, currency },
  };
}

function toCommodity(row: SeizureRow): Commodity {
  const { description } = row;
  // The columns hold what the zod record checked: text of these very lists.
  const name = row.name ?? '';
  switch (row.commodity_type) {
    case 'DRUG':
      return { __typename: 'DrugCommodity', drug: name, group: row.drug_group as DrugGroup, description };
    case 'PRECURSOR':
      return {
        __typename: 'PrecursorCommodity',
        substance: name,
        table: row.precursor_table as PrecursorTable | null,
        description,
      };
    case 'OTHER':
      return { __typename: 'OtherCommodity', hsCode: row.hs_code, description: description ?? '' };
    default:
      return {
        __typename: row.commodity_type === 'TIMBER' ? 'TimberCommodity' : 'WildlifeCommodity',
        taxon: name,
        appendix: row.appendix as CitesAppendix | null,
        term: row.term ?? '',
        description,
      };
  }
}
