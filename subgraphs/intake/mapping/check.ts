// What the form alone cannot say of a mapping: rules that need one another.
import type { Mapping } from './format.ts';
import { type AnyMapping, isReturnMapping } from './return-format.ts';

const NEEDED = {
  DRUG: ['drug'],
  PRECURSOR: ['substance'],
  WILDLIFE: ['taxon', 'term'],
  TIMBER: ['taxon', 'term'],
  OTHER: ['description'],
} as const;

/** One line for each fault; none where the mapping is whole. */
export function checkMapping(mapping: AnyMapping, used: ReadonlySet<string>): string[] {
  if (isReturnMapping(mapping)) return [...unread(mapping, used), ...needs('commodity', mapping.commodity)];
  return [...unread(mapping, used), ...commodities(mapping), ...leftOver(mapping), ...coordinates(mapping)];
}

function unread({ columns }: AnyMapping, used: ReadonlySet<string>): string[] {
  return Object.keys(columns)
    .filter((alias) => !used.has(alias))
    .map((alias) => `columns.${alias}: expected a rule that reads it, got none (list the column under \`ignored\`)`);
}

function commodities({ commodity, seizures, withoutAmount }: Mapping): string[] {
  const all = [
    ...seizures.map((each, index) => [`seizures.${index}`, { ...commodity, ...each.commodity }] as const),
    ['withoutAmount', { ...commodity, ...withoutAmount }] as const,
  ];
  return all.flatMap(([path, each]) => needs(path, each));
}

function needs(path: string, commodity: Mapping['commodity']): string[] {
  const { type } = commodity;
  if (type === undefined) return [`${path}: expected a commodity type, got none`];
  return NEEDED[type]
    .filter((field) => commodity[field] === undefined)
    .map((field) => `${path}: expected \`${field}\` of a commodity of type ${type}, got none`);
}

function leftOver({ seizures }: Mapping): string[] {
  const own = new Set(seizures.filter(({ amount }) => amount.less.length === 0).map(({ amount }) => amount.column));
  return seizures.flatMap(({ amount }, index) =>
    amount.less
      .filter((alias) => !own.has(alias))
      .map((alias) => `seizures.${index}.amount.less: expected the column of another seizure's amount, got ${alias}`),
  );
}

function coordinates({ route }: Mapping): string[] {
  const at = route?.seizedAt;
  return (at?.latitude === undefined) === (at?.longitude === undefined)
    ? []
    : ['route.seizedAt: expected both latitude and longitude, got one'];
}
