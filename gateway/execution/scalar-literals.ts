// The contract's scalars are text or numbers. Their literals are checked where the operation is validated. A composed schema knows scalars by name
// only: it takes any literal, and the hub's refusal would come as a fault inside the answer.
import { type GraphQLSchema, isScalarType, type ValueNode, valueFromASTUntyped } from 'graphql';
import { scalars } from '#schema/scalars/scalars.ts';
import { PLAIN } from './shape/leaf.ts';

/** For a schema composed from the contract; another's scalar of the same name may mean something else. */
export function checkScalarLiterals(schema: GraphQLSchema): void {
  for (const [name, scalar] of Object.entries(scalars)) {
    const type = schema.getType(name);
    if (!isScalarType(type)) continue;
    type.extensions = { ...type.extensions, [PLAIN]: true };
    type.parseLiteral = (node: ValueNode, variables) => {
      // Throws what was expected and what was got. The value itself goes on as it was written.
      scalar.parseLiteral(node, variables);
      return valueFromASTUntyped(node, variables);
    };
  }
}
