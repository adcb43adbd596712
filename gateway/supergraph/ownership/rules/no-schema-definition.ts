// No `schema { … }`: it could make any type the root. Of an extension, only `@link` may stand (federation-link).
import { Kind } from 'graphql';
import type { Rule } from '../published.ts';
import { refuser } from '../refusal.ts';

export const noSchemaDefinition: Rule = ({ subgraph, document }) => {
  const refused = refuser('no-schema-definition', subgraph);
  const refuse = (got: string) => [refused('schema', 'an extension with @link only', got)];
  return document.definitions.flatMap((node) => {
    if (node.kind === Kind.SCHEMA_DEFINITION) return refuse('a definition of the schema');
    if (node.kind !== Kind.SCHEMA_EXTENSION) return [];
    if ((node.operationTypes?.length ?? 0) > 0) return refuse('root types');
    const other = node.directives?.find((directive) => directive.name.value !== 'link');
    return other ? refuse(`@${other.name.value}`) : [];
  });
};
