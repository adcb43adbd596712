import { buildSchema } from 'graphql';
import { describe, expect, it } from 'vitest';
import { foldCoordinates } from '#gateway/audit/index.ts';

const schema = buildSchema(`
  interface Case { id: ID narrative: String }
  type A implements Case { id: ID narrative: String }
  type B implements Case { id: ID narrative: String office: String }
  type Query { case: Case }
`);

const fold = (...coordinates: string[]) => foldCoordinates(schema, coordinates);

describe('coordinates in the trail', () => {
  it('name the interface where every type is meant, and the types where only some are', () => {
    expect(fold('A.id', 'B.id', 'Query.case')).toEqual(['Case.id', 'Query.case']);
    expect(fold('A.id', 'A.narrative', 'B.id')).toEqual(['A.narrative', 'Case.id']);
    expect(fold('B.id', 'B.office')).toEqual(['B.id', 'B.office']);
    expect(fold('A')).toEqual(['A']);
    expect(fold()).toEqual([]);
  });
});
