// Where the literals of a document stand, and which of them another text may have another value for: those in arguments of
// fields that are variables to the planner. The others stay as they are, in directives and defaults.
import {
  type DocumentNode,
  type GraphQLInputType,
  type GraphQLLeafType,
  type GraphQLSchema,
  getNamedType,
  isInterfaceType,
  isLeafType,
  isObjectType,
  Kind,
  TypeInfo,
  type ValueNode,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { type LiteralNode, replaceConstants } from '../../planning/literal-value.ts';
import { PAGE } from '../../protection/node-budget.ts';

export interface LiteralPosition {
  readonly node: LiteralNode;
  /** What reads it. Undefined where it has to stay as it is. */
  readonly type: GraphQLLeafType | undefined;
  /** Whether it sets the size of a page. */
  readonly isPage: boolean;
}

/**
 * In the order of the text. Which of them may vary depends on the document's form, never on a literal's value.
 * @param document valid.
 */
export function literalPositions(document: DocumentNode, schema: GraphQLSchema): readonly LiteralPosition[] {
  const neutral = new Map<ValueNode, LiteralNode>();
  visit(document, {
    enter(node) {
      if (node.kind === Kind.INT || node.kind === Kind.FLOAT) neutral.set(node, { kind: node.kind, value: '0' });
    },
  });
  const info = new TypeInfo(schema);
  const positions: LiteralPosition[] = [];
  const varying = new Set<ValueNode>();
  let page: ValueNode | undefined;
  const vary = (node: LiteralNode) => void varying.add(node);
  const varyWithin = (constant: ValueNode) => {
    visit(constant, { IntValue: vary, FloatValue: vary, StringValue: vary });
    return constant;
  };
  const take = (node: LiteralNode) => {
    const type = varying.has(node) ? getNamedType(info.getInputType()) : undefined;
    positions.push({ node, type: isLeafType(type) ? type : undefined, isPage: node === page });
  };
  visit(
    document,
    visitWithTypeInfo(info, {
      Argument({ name, value }) {
        const type = info.getDirective() ? undefined : plannedType(info, name.value);
        if (type) replaceConstants(value, type, varyWithin, neutral);
        page = name.value === PAGE ? value : undefined;
      },
      IntValue: take,
      FloatValue: take,
      StringValue: take,
    }),
  );
  return positions;
}

/** As the normal form sees it: a field that the schema has beside those that are declared has arguments of no type there. */
function plannedType(info: TypeInfo, argument: string): GraphQLInputType | undefined {
  const parent = info.getParentType();
  const field = info.getFieldDef();
  if (!field || !(isObjectType(parent) || isInterfaceType(parent)) || parent.getFields()[field.name] !== field)
    return undefined;
  return field.args.find(({ name }) => name === argument)?.type;
}
