import { Kind } from 'graphql';
import { describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { contract } from '#schema/build/contract.ts';
import { drugs } from '#schema/codes/drugs.ts';
import { unit } from '#schema/codes/enums.ts';
import { concealments, detections } from '#schema/codes/methods.ts';
import { precursors } from '#schema/codes/precursors.ts';
import { transportModes } from '#schema/codes/transport-modes.ts';
import { caseRecord, commodity, identifier, release } from '#subgraphs/kit/record/case-record.ts';

/** Values of every enum in the contract, by name. */
const enums = new Map(
  (['codes', 'case'] as const)
    .flatMap((file) => contract(file).definitions)
    .flatMap((node) =>
      node.kind === Kind.ENUM_TYPE_DEFINITION
        ? [[node.name.value, (node.values ?? []).map((value) => value.name.value)] as const]
        : [],
    ),
);

const { kind, form, conveyance, concealment, detection } = caseRecord.shape;
const [drug, precursor, specimen] = commodity.options;

const records: Record<string, z.ZodEnum> = {
  CaseKind: kind,
  CaseForm: form,
  Unit: unit,
  TransportMode: conveyance.unwrap().shape.mode,
  IdentifierKind: identifier.shape.kind,
  DrugGroup: drug.shape.group,
  PrecursorTable: precursor.shape.table.unwrap(),
  CitesAppendix: specimen.shape.appendix.unwrap(),
  ConcealmentMethod: concealment.unwrap().shape.method,
  DetectionMethod: detection.unwrap().shape.method,
  HandlingCode: release.shape.handling,
  Tlp: release.shape.tlp,
};

describe('the record and the contract', () => {
  test.each(Object.entries(records))('have the same values of %s', (name, schema) => {
    expect(enums.get(name)).toBeDefined();
    expect(schema.options.map(String).toSorted()).toEqual([...(enums.get(name) ?? [])].toSorted());
  });

  test('leave no enum of the contract uncompared', () => {
    expect([...enums.keys()].toSorted()).toEqual(Object.keys(records).toSorted());
  });
});

describe('the code lists and the contract', () => {
  test('have the same modes, with codes 0 to 9 in the order of Recommendation 19', () => {
    const { entries } = transportModes();
    expect(entries.map((each) => each.mode)).toEqual(enums.get('TransportMode'));
    expect(entries.map((each) => each.code)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  test('have the same methods of concealment and detection', () => {
    expect(concealments().entries.map((each) => each.method)).toEqual(enums.get('ConcealmentMethod'));
    expect(detections().entries.map((each) => each.method)).toEqual(enums.get('DetectionMethod'));
  });

  test('have no group or table that the contract lacks', () => {
    for (const { group } of drugs().entries) expect(enums.get('DrugGroup')).toContain(group);
    for (const { table } of precursors().entries) if (table) expect(enums.get('PrecursorTable')).toContain(table);
  });
});
