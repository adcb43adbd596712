// Writes a proposed mapping, each part with what it rests on.

import { citesTerms } from '#schema/codes/cites.ts';
import { drugs } from '#schema/codes/drugs.ts';
import { concealments, detections } from '#schema/codes/methods.ts';
import { taxa } from '#schema/codes/taxa.ts';
import { transportModes } from '#schema/codes/transport-modes.ts';
import { nearest } from '../mapping/nearest.ts';
import type { Column, Columns } from './columns.ts';
import { countryNames, countryOf, unitOf } from './roles.ts';

/** Different texts that a rule lists. */
const LISTED = 200;

export function mappingText(name: string, columns: Columns, today: string): string {
  const used = new Set<string>();
  const use = (column: Column) => {
    used.add(column.alias);
    return column.alias;
  };
  // Before the columns are written: it says which of them no rule took.
  const rules = [
    ...rowsRule(columns, use),
    ...participantRule(columns, use),
    ...identityRule(columns, use),
    ...dateRule(columns, use),
    ...goodsRules(columns, use),
    ...routeRule(columns, use),
    ...meansRules(columns, use),
  ];
  return [
    '# Proposed by `campaign mapping suggest`. Read it through: what stands here was read off headers and values. Then see',
    '# what it makes of the file, nothing is written: campaign import --dry-run --mapping THIS --campaign CODE FILE',
    '# Identity hangs on the name: another one makes other cases.',
    `name: ${name}`,
    'format: 1',
    '',
    'columns:',
    ...columns.all.map(columnLine),
    ...(columns.decimal === ',' ? ['numbers: { decimal: "," }'] : []),
    '',
    ...rules,
    ...narrativeRule(columns, used),
    '# When the participant reported the cases.',
    `reportedAt: ${today}T00:00:00Z`,
    '# To whom it may be shown: nobody but the owner guesses this. Here the narrowest.',
    'release: { handling: H3, tlp: RED }',
    '',
  ].join('\n');
}

type Use = (column: Column) => string;

function columnLine({ alias, header, occurrence, sample, guess: { role, why } }: Column): string {
  const named = occurrence === 1 ? quoted(header) : `{ column: ${quoted(header)}, occurrence: ${occurrence} }`;
  return `  ${alias}: ${named} # ${role ?? 'no rule'}: ${why}; ${sample.filled} of ${sample.rows} filled`;
}

function isSeizure(value: string): boolean {
  return /seiz|saisi|incaut|decomis|bắt giữ|thu giữ|tạm giữ/i.test(value);
}

function rowsRule(columns: Columns, use: Use): string[] {
  const type = columns.one('type');
  if (type === undefined || type.sample.values.length > 30) return [];
  const seizure = type.sample.values.filter(([value]) => isSeizure(value));
  if (seizure.length === 0) return [];
  const others = type.sample.values.filter(([value]) => !isSeizure(value));
  return [
    '# Which rows name a seizure; the others are rejected.',
    'rows:',
    `  column: ${use(type)}`,
    `  seizure: [${seizure.map(([value]) => quoted(value)).join(', ')}]`,
    ...(others.length === 0 ? [] : ['  not:']),
    ...others.map(([value, rows]) => `    ${quoted(value)}: expected a seizure # ${times(rows)}`),
    '',
  ];
}

function participantRule(columns: Columns, use: Use): string[] {
  const country = columns.one('country');
  if (country === undefined)
    return ['# No column of countries: import with --participant CODE, who then reports all rows.', ''];
  return [
    "# The country's customs stand for whoever seized. Where one participant reports all rows, remove this and import with",
    '# --participant CODE.',
    'participant:',
    `  column: ${use(country)}`,
    ...valuesOf(country, (value) => countryOf(value), countryNames()),
    '',
  ];
}

function identityRule(columns: Columns, use: Use): string[] {
  const key = columns.many('key').find(({ sample }) => sample.unique);
  if (key !== undefined)
    return [
      `# ${quoted(key.header)} is filled and different in every row. It must never change when a row is corrected.`,
      `identity: { key: [${use(key)}] }`,
      `reference: "{participant} {${key.alias}}"`,
    ];
  return [
    '# No column tells all rows apart, so a row is known by its content: a corrected row is another case. Name the columns',
    '# that name an incident here: identity: { key: [a, b] }',
    'reference: "{participant} {year} {key}"',
  ];
}

function dateRule(columns: Columns, use: Use): string[] {
  const [date, year] = [columns.one('date'), columns.one('year')];
  const found = date ?? year ?? columns.all[0];
  const alias = found === undefined ? '' : use(found);
  const lines = ['form: FULL'];
  if (date === undefined && year === undefined) lines.push('# No column of dates was found: name it, and its formats.');
  const formats = date === undefined ? (year === undefined ? ['YYYY-MM-DD'] : ['YYYY']) : date.guess.formats;
  if (formats.some((format) => format.startsWith('D')))
    lines.push('# Day before month: where the source writes the month first, turn it round.');
  const beside = date !== undefined && year !== undefined ? `, year: ${use(year)}` : '';
  const listed = (formats.length === 0 ? ['YYYY-MM-DD'] : formats).map(quoted).join(', ');
  return [...lines, `date: { column: ${alias}, formats: [${listed}]${beside} }`, ''];
}

function goodsRules(columns: Columns, use: Use): string[] {
  const [drug, taxon, term] = [columns.one('drug'), columns.one('taxon'), columns.one('term')];
  const amounts = columns.many('quantity');
  const [kind, goods] = drug === undefined && taxon === undefined ? ['OTHER', undefined] : pick(drug, taxon);
  const lines = [`kind: { value: ${kind} }`];
  if (kind === 'DRUG' && goods !== undefined) {
    lines.push(
      'commodity:',
      '  type: DRUG',
      '  drug:',
      `    column: ${use(goods)}`,
      ...unknowns(
        goods,
        (value) => drugs().find(value)?.name,
        drugs().entries.map((each) => each.name),
        '    # Not on the list of drugs; such rows are rejected until they stand under `values`:',
      ),
    );
  } else if (kind === 'WILDLIFE' && goods !== undefined) {
    lines.push(
      'commodity:',
      '  type: WILDLIFE',
      '  taxon:',
      `    column: ${use(goods)}`,
      ...unknowns(
        goods,
        (value) => taxa().find(value)?.name,
        taxa().entries.flatMap((each) => [each.name, each.english]),
        '    # Not on the list of species, taken as they stand; put better names under `values` and `otherwise: take`:',
      ),
    );
    lines.push(term === undefined ? '  term: { value: UNS }' : `  term: { column: ${use(term)} }`);
  } else
    lines.push(
      '# No column of drugs or species was found.',
      'commodity: { type: OTHER, description: { value: goods not described } }',
    );
  if (amounts.length === 0) return [...lines, '# No column of amounts was found.', ''];
  lines.push('seizures:');
  for (const amount of amounts)
    lines.push(...amountRule(amount, kind === 'WILDLIFE' && term === undefined, columns, use));
  return [...lines, ''];
}

function pick(drug: Column | undefined, taxon: Column | undefined): [string, Column | undefined] {
  return taxon !== undefined && (drug === undefined || taxon.sample.filled >= drug.sample.filled)
    ? ['WILDLIFE', taxon]
    : ['DRUG', drug];
}

function amountRule(amount: Column, needsTerm: boolean, columns: Columns, use: Use): string[] {
  const unit = columns.one('unit');
  const own = unitOf(amount.header);
  const lines: string[] = [];
  const term = needsTerm ? termOf(amount.header) : undefined;
  lines.push(term === undefined ? '  - amount:' : `  - commodity: { term: { value: ${term} } }`);
  if (term !== undefined) lines.push('    amount:');
  lines.push(`      column: ${use(amount)}`);
  if (own !== undefined || unit === undefined)
    lines.push(`      unit: { value: ${own ?? 'UNKNOWN'} }${own === undefined ? ' # the header names no unit' : ''}`);
  else
    lines.push(
      '      unit:',
      `        column: ${use(unit)}`,
      ...valuesOf(unit, unitOf, ['kg', 'g', 'lb', 'tablets'], '        '),
    );
  return [
    ...lines,
    '      # The text of an amount that cannot be read goes to the narrative.',
    '      unreadable: keep',
  ];
}

function termOf(header: string): string | undefined {
  for (const word of header.toLowerCase().split(/[^a-z]+/)) {
    if (word === 'carcass') return 'BOD';
    const found = word === '' ? undefined : citesTerms().find(word);
    if (found !== undefined) return found.code;
  }
  return undefined;
}

function routeRule(columns: Columns, use: Use): string[] {
  const list = (role: string) => columns.many(role).map(use);
  const lines: string[] = [];
  for (const role of ['origin', 'transit', 'destination']) {
    const aliases = list(role);
    if (aliases.length > 0) lines.push(`  ${role}: [${aliases.join(', ')}]`);
  }
  const [place, latitude, longitude] = [columns.one('place'), columns.one('latitude'), columns.one('longitude')];
  const at: string[] = [];
  if (place !== undefined) at.push(`    name: { column: ${use(place)} }`);
  if (latitude !== undefined && longitude !== undefined)
    at.push(`    latitude: ${use(latitude)}`, `    longitude: ${use(longitude)}`);
  if (at.length > 0) lines.push('  seizedAt:', ...at, '    unreadable: keep');
  return lines.length === 0 ? [] : ['# Class N1: no column that may name people.', 'route:', ...lines, ''];
}

function meansRules(columns: Columns, use: Use): string[] {
  const lines: string[] = [];
  const transport = columns.one('transport');
  if (transport !== undefined) {
    const values = valuesOf(
      transport,
      (value) => transportModes().find(value)?.mode,
      transportModes().entries.flatMap((each) => [each.name, ...each.also]),
      '    ',
    );
    lines.push('conveyance:', '  mode:', `    column: ${use(transport)}`, ...values, '    otherwise: keep');
  }
  const methods = [
    ['concealment', concealments()],
    ['detection', detections()],
  ] as const;
  for (const [role, list] of methods) {
    const column = columns.one(role);
    if (column === undefined) continue;
    const values = valuesOf(column, (value) => list.find(value)?.method, [], '      ');
    lines.push(
      `${role}:`,
      '  method:',
      `    - column: ${use(column)}`,
      ...values,
      '      otherwise: { value: OTHER }',
      `  description: [${column.alias}]`,
    );
  }
  const arrests = columns.one('arrests');
  if (arrests !== undefined) lines.push(`outcome: { arrests: { column: ${use(arrests)}, unreadable: keep } }`);
  return lines.length === 0 ? [] : [...lines, ''];
}

/** All columns that no rule took: nothing is lost, and P1 is the class that may name people. */
function narrativeRule({ all }: Columns, used: ReadonlySet<string>): string[] {
  const rest = all.filter(({ alias }) => !used.has(alias));
  return [
    '# Every column that no rule above reads. P1: it may name people.',
    'narrative:',
    '  class: P1',
    rest.length === 0 ? '  parts: []' : '  parts:',
    ...rest.map(({ alias, header, guess: { role } }) =>
      role === 'narrative'
        ? `    - { column: ${alias} }`
        : `    - { column: ${alias}, label: ${quoted(header.slice(0, 80))} }`,
    ),
    '',
  ];
}

/** `values` for the texts that are known, and a comment for each that is not. */
function valuesOf(
  { sample }: Column,
  read: (value: string) => string | undefined,
  known: readonly string[],
  indent = '  ',
): string[] {
  const listed = sample.values.slice(0, LISTED);
  const found = listed.flatMap(([value, rows]) => {
    const becomes = read(value);
    return becomes === undefined ? [] : [`${indent}  ${quoted(value)}: ${becomes} # ${times(rows)}`];
  });
  const others = listed.filter(([value]) => read(value) === undefined);
  return [
    ...(found.length === 0 ? [`${indent}values: {}`] : [`${indent}values:`, ...found]),
    ...others.map(([value, rows]) => `${indent}  # ${quoted(value)}: not known${near(value, known)}, ${times(rows)}`),
  ];
}

function unknowns(
  { sample }: Column,
  read: (value: string) => string | undefined,
  known: readonly string[],
  title: string,
) {
  const others = sample.values.slice(0, LISTED).filter(([value]) => read(value) === undefined);
  if (others.length === 0) return [];
  return [title, ...others.map(([value, rows]) => `    #   ${quoted(value)}${near(value, known)}, ${times(rows)}`)];
}

function times(rows: number): string {
  return rows === 1 ? '1 row' : `${rows} rows`;
}

function near(value: string, known: readonly string[]): string {
  const found = nearest(value, known);
  return found === undefined ? '' : `, nearest known ${quoted(found)}`;
}

/** JSON is YAML, and keeps a text on its line whatever stands in it. */
function quoted(text: string): string {
  return JSON.stringify(text).replace(
    /[\u007f-\u009f\u2028\u2029\ufeff]/g,
    (each) => `\\u${each.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
