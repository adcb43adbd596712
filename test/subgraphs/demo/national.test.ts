import { readFileSync } from 'node:fs';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { type DefinitionNode, Kind, parse, print } from 'graphql';
import { describe, expect, test } from 'vitest';
import { participantSdl } from '#schema/build/participant-sdl.ts';
import { byParticipant, roster } from './demonstration.ts';

const NATIONAL = ['VN', 'CN', 'AU'];

function published(code: string, withNational = true) {
  const caseType = roster.participants.find((each) => each.code === code)?.caseType ?? '';
  const file = new URL(`../../../subgraphs/demo/national/${code.toLowerCase()}.graphql`, import.meta.url);
  const document = parse(participantSdl({ caseType }, withNational ? readFileSync(file, 'utf8') : undefined));
  return { caseType, document, definitions: document.definitions };
}

const nameOf = (node: DefinitionNode) => ('name' in node ? (node.name?.value ?? '') : '');

/** Names of fields or values of everything that defines or extends the type. */
function partsOf(definitions: readonly DefinitionNode[], type: string): string[] {
  return definitions.flatMap((node) => {
    if (nameOf(node) !== type) return [];
    if (node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.OBJECT_TYPE_EXTENSION) {
      return (node.fields ?? []).map((field) => field.name.value);
    }
    return node.kind === Kind.ENUM_TYPE_DEFINITION ? (node.values ?? []).map((value) => value.name.value) : [];
  });
}

/** Rights on the suspects of a participant's cases. */
const rights = (code: string) =>
  published(code).definitions.flatMap((node) =>
    node.kind === Kind.OBJECT_TYPE_DEFINITION && node.name.value.endsWith('CustomsCase')
      ? (node.fields ?? []).flatMap((field) => (field.name.value === 'suspects' ? (field.directives ?? []) : []))
      : [],
  );

describe.each(NATIONAL)('the national additions of %s', (code) => {
  const { caseType, document, definitions } = published(code);

  test('are a valid subgraph with the contract', () => {
    expect(() => buildSubgraphSchema(document)).not.toThrow();
  });

  test('declare only types that begin with its code', () => {
    const contract = new Set(published(code, false).definitions.map(nameOf));
    const added = definitions.map(nameOf).filter((name) => !contract.has(name));
    for (const name of added) expect(name.startsWith(`${code}_`)).toBe(true);
  });

  test('have a field for every national value that is seeded, and some values', () => {
    const values = (byParticipant.get(code) ?? []).flatMap((record) => (record.national ? [record.national] : []));
    expect(values.length).toBeGreaterThan(50);
    const fields = partsOf(definitions, caseType);
    for (const name of new Set(values.flatMap((each) => Object.keys(each)))) expect(fields).toContain(name);
  });
});

describe('national values', () => {
  test('are seeded for no participant without national fields', () => {
    for (const [code, own] of byParticipant) {
      if (!NATIONAL.includes(code)) expect(own.some((record) => record.national !== undefined)).toBe(false);
    }
  });

  test('of enums are values of the enum', () => {
    const known = partsOf(published('AU').definitions, 'AU_State');
    const seeded = (byParticipant.get('AU') ?? []).flatMap(({ national }) => (national ? [national.state] : []));
    expect(new Set(seeded).size).toBeGreaterThan(1);
    for (const state of new Set(seeded)) expect(known).toContain(state);
  });

  test('come with a stricter right on the suspects of China than of others', () => {
    expect(rights('CN').map(print)).toEqual(['@requiresScopes(scopes: [["case:read", "case:nominal"]])']);
    expect(rights('AU').map(print)).toEqual(['@requiresScopes(scopes: [["case:read"]])']);
  });
});
