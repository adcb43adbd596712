// What it takes to read each field of the contract, every coordinate listed: a new one is in no list until somebody
// says what it takes, so none is open by oversight.
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import {
  buildSchema,
  type GraphQLObjectType,
  getNamedType,
  isAbstractType,
  isInputObjectType,
  isNonNullType,
  isObjectType,
  parse,
} from 'graphql';
import { describe, expect, it } from 'vitest';
import { readRequirements, schemaRights } from '#gateway/authorization/index.ts';

const GENERATED = resolve(import.meta.dirname, '../../../schema/generated');
const read = (file: string) => readFileSync(join(GENERATED, file), 'utf8');
const api = buildSchema(read('api.graphql'));
const requirements = readRequirements(read('supergraph.graphql'));
const objects = Object.values(api.getTypeMap()).filter(
  (type): type is GraphQLObjectType => isObjectType(type) && !type.name.startsWith('__'),
);
const isCase = (type: GraphQLObjectType) => type.getInterfaces().some(({ name }) => name === 'Case');

/** As in the lists below: kinds joined by "and", alternatives by "or"; a token goes without saying beside scopes. */
function needs(type: string, field: string): string {
  const all = requirements.field(type, field);
  const said = all.flatMap((each) =>
    each.kind === 'authenticated' ? [] : [each.anyOf.map((names) => names.join(' and ')).join(' or ')],
  );
  if (said.length > 0)
    return [...new Set(said.flatMap((each) => (each.includes(' or ') ? [each] : each.split(' and '))))]
      .toSorted()
      .join(' and ');
  return all.length > 0 ? 'a token' : 'nothing';
}

/** Whether the field demands what its type does not. */
function takesMore(type: string, field: string): boolean {
  const own = new Set(requirements.type(type).map((each) => JSON.stringify(each)));
  return requirements.field(type, field).some((each) => !own.has(JSON.stringify(each)));
}

const STATISTICS = 'case:read or statistics:read';
const OPERATIONAL = 'case:operational and case:read';
const NOMINAL = 'case:nominal and case:read and purpose-stated';

/** By type, then by what it takes; "*" stands for every other field of the type. */
const CONTRACT: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  Query: { 'a token': 'campaign campaigns participant participants phase', 'case:read': 'case', nothing: 'viewer' },
  Viewer: { nothing: 'agency caseReference mayRead purpose scopes subject', 'audit:read': 'operations' },
  AuditedOperations: { 'audit:read': 'cursor nodes' },
  AuditedOperation: { 'audit:read': 'at caseReference contacted denied disclosed operation purpose subject' },
  Readability: { nothing: 'allowed coordinate deniedTypes reason' },
  Campaign: {
    'a token': 'code coInitiators description name phase phases supporters',
    'case:read': 'cases',
    [STATISTICS]: 'statistics',
  },
  Phase: {
    'a token': 'accessUntil activities campaign endsOn id illustrative name number participants reported startsOn',
    'case:read': 'cases',
    [STATISTICS]: 'statistics',
  },
  Participant: { 'a token': 'caseType code country feed illustrative kind name' },
  FeedState: { 'a token': 'lastSeen participant state', 'operations:read': 'cases cursor' },
  Activity: {
    'a token': 'countries country delegates endsOn hosts kind organisations place source startsOn title',
  },
  ReportedFigure: { 'a token': 'change comparedWith measure publishedOn source unit value' },
  PageInfo: { 'a token': 'endCursor hasNextPage hasPreviousPage startCursor' },
  CaseConnection: { 'case:read': 'edges nodes pageInfo totalCount' },
  CaseEdge: { 'case:read': 'cursor node' },
  Provenance: { 'case:read': 'compiledBy source url' },
  Statistics: {
    [STATISTICS]:
      'byDrug byKind byMode byMonth byParticipant byTaxon caseCount changeOnPreviousPhase countryLinked coverage cutOff flows limited quantities windowFrom windowTo',
    [`case:read and ${STATISTICS}`]: 'returns',
  },
  Count: { [STATISTICS]: 'cases key label share suppressed' },
  QuantityTotal: { [STATISTICS]: 'commodity kilograms total unit' },
  ReturnTotal: {
    [STATISTICS]: 'commodity country events kilograms participant period provenance quantity returns unit',
  },
  Flow: { [STATISTICS]: 'cases destination kilograms origin via' },
  Seizure: { 'case:read': 'commodity estimatedValue quantity' },
  DrugCommodity: { 'case:read': 'description drug group' },
  PrecursorCommodity: { 'case:read': 'description substance table' },
  WildlifeCommodity: { 'case:read': 'appendix description taxon term' },
  TimberCommodity: { 'case:read': 'appendix description taxon term' },
  OtherCommodity: { 'case:read': 'description hsCode' },
  Quantity: { 'case:read': 'conversion kilograms unit value' },
  Money: { 'case:read': 'amount currency' },
  Route: { 'case:read': 'destination origin seizedAt transit' },
  Place: { 'case:read': 'country', [OPERATIONAL]: 'latitude locode longitude name' },
  Conveyance: { 'case:read': 'mode', 'case:identifiers and case:read': 'identifiers' },
  Identifier: { 'case:read': 'kind valid value' },
  Concealment: { 'case:read': 'description method' },
  Detection: { 'case:read': 'description method' },
  Suspect: {
    'case:read': 'role',
    [OPERATIONAL]: 'nationality',
    [NOMINAL]: 'address company dateOfBirth identifiers name',
  },
  Outcome: { 'case:read': 'arrests charged convicted disposal sanction' },
  Release: { 'case:read': 'audience handling reviewOn tlp withheld' },
  WithheldField: { 'case:read': 'askAt field rule' },
  VN_HandOver: { 'case:read': 'to', [OPERATIONAL]: 'on' },
};

/** Of every participant's case type. */
const CASE = {
  'case:read':
    'conveyance form id kind outcome participant phase provenance reference release reportedAt revision route seizedIn seizures suspects',
  [OPERATIONAL]: 'concealment detection narrative seizedOn',
};
const NATIONAL: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  AustraliaCustomsCase: { 'case:read': 'state' },
  ChinaCustomsCase: { 'case:read': 'customsDistrict', 'case:nominal and case:read': 'suspects' },
  VietnamCustomsCase: { 'case:read': 'handedOver provincialDepartment' },
};

function lines(type: string, ...tables: Readonly<Record<string, string>>[]): string[] {
  const said = new Map<string, string>();
  for (const table of tables)
    for (const [what, names] of Object.entries(table)) for (const name of names.split(' ')) said.set(name, what);
  return [...said].map(([field, what]) => `${type}.${field}: ${what}`).toSorted();
}

describe('the contract', () => {
  it('says of every field what it takes to read it', () => {
    const got = objects.flatMap((type) =>
      Object.keys(type.getFields()).map((field) => `${type.name}.${field}: ${needs(type.name, field)}`),
    );
    const expected = [
      ...Object.entries(CONTRACT).flatMap(([type, table]) => lines(type, table)),
      ...objects.filter(isCase).flatMap(({ name }) => lines(name, CASE, NATIONAL[name] ?? {})),
    ];
    expect(got.toSorted()).toEqual(expected.toSorted());
  });

  it('leads who may read statistics alone to nothing but figures and what is public among participants', () => {
    const supporter = new Set(['statistics:read']);
    const open = (of: ReturnType<typeof requirements.field>) =>
      of.every(
        (each) =>
          each.kind === 'authenticated' ||
          (each.kind === 'scopes' && each.anyOf.some((all) => all.every((name) => supporter.has(name)))),
      );
    const reached = new Set<string>();
    const go = (type: GraphQLObjectType) => {
      if (reached.has(type.name) || !open(requirements.type(type.name))) return;
      reached.add(type.name);
      for (const field of Object.values(type.getFields())) {
        if (!open(requirements.field(type.name, field.name))) continue;
        const returned = getNamedType(field.type);
        if (isObjectType(returned)) go(returned);
        else if (isAbstractType(returned)) for (const each of api.getPossibleTypes(returned)) go(each);
      }
    };
    const query = api.getQueryType();
    if (query) go(query);
    expect([...reached].toSorted()).toEqual(
      'Activity Campaign Count FeedState Flow Participant Phase QuantityTotal Query Readability ReportedFigure Statistics Viewer'.split(
        ' ',
      ),
    );
  });

  it('makes what takes more than its type nullable, so that its refusal costs nothing beside it', () => {
    // Every way to a case demands what its head does.
    const costly = objects
      .filter((type) => type.name !== 'Query' && !isCase(type))
      .flatMap((type) =>
        Object.values(type.getFields())
          .filter((field) => isNonNullType(field.type) && takesMore(type.name, field.name))
          .map((field) => `${type.name}.${field.name}`),
      );
    expect(costly).toEqual([]);
  });

  it('guards whatever a list or a figure can be narrowed, ordered or dated by', () => {
    const filter = api.getType('CaseFilter');
    const fields = isInputObjectType(filter) ? Object.keys(filter.getFields()) : [];
    const guarded = (argument: string) => {
      const rights = schemaRights({ schema: api, requirements, policies: () => undefined });
      const requester = {
        subject: 's',
        agency: 'IFAW',
        scopes: ['statistics:read'],
        purpose: undefined,
        caseReference: undefined,
      };
      const document = parse(`{ phase(id: "OMD-5") { statistics(${argument}) { caseCount } } }`);
      return rights.filter({ document, operationName: null, key: argument, variables: {} }, requester).denied;
    };
    expect(fields).toContain('drug');
    for (const field of fields) expect(guarded(`filter: { ${field}: null }`), field).toEqual(['Phase.statistics']);
    expect(guarded('asOf: "2023-07-01T00:00:00Z"')).toEqual(['Phase.statistics']);
    expect(guarded('filter: {}')).toEqual([]);
  });
});
