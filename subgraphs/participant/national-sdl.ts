// What a participant may add of its own: nullable fields on its case type, and types that begin with its code.
import { type ASTNode, type DefinitionNode, GraphQLError, Kind, parse } from 'graphql';
import type { ReportingParticipant } from '#schema/roster/roster.ts';

type Owner = Pick<ReportingParticipant, 'code' | 'caseType'>;

/** The faults of a national SDL, each `line: message`. None: it may be published. */
export function checkNational({ code, caseType }: Owner, sdl: string): string[] {
  let definitions: readonly DefinitionNode[];
  try {
    ({ definitions } = parse(sdl));
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    return [`${error.locations?.[0]?.line ?? 1}: ${error.message}`];
  }
  return definitions.flatMap((node) => {
    const name = 'name' in node ? node.name?.value : undefined;
    if (name?.startsWith(`${code}_`) && node.kind !== Kind.DIRECTIVE_DEFINITION) return [];
    if (node.kind !== Kind.OBJECT_TYPE_EXTENSION || name !== caseType) {
      return [
        `${lineOf(node)}: expected \`extend type ${caseType}\` or a type that begins with ${code}_, got ${name ?? node.kind}`,
      ];
    }
    return (node.fields ?? [])
      .filter((field) => field.type.kind === Kind.NON_NULL_TYPE)
      .map(
        (field) =>
          `${lineOf(field)}: expected a nullable type, got ${name}.${field.name.value} that is not: a participant that is down must not cost the case`,
      );
  });
}

/** Names of the fields that a national SDL adds to the case type. */
export function nationalFields({ caseType }: Pick<Owner, 'caseType'>, sdl: string): string[] {
  return parse(sdl).definitions.flatMap((node) =>
    node.kind === Kind.OBJECT_TYPE_EXTENSION && node.name.value === caseType
      ? (node.fields ?? []).map((field) => field.name.value)
      : [],
  );
}

function lineOf(node: ASTNode): number {
  return node.loc?.startToken.line ?? 1;
}
