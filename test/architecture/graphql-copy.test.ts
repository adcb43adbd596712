import { createRequire } from 'node:module';
import { GraphQLSchema } from 'graphql';
import { expect, it } from 'vitest';

it('tests load the copy of graphql that CommonJS packages load, so that its classes are the same', () => {
  const required = createRequire(import.meta.url)('graphql') as { GraphQLSchema: unknown };
  expect(GraphQLSchema).toBe(required.GraphQLSchema);
});
