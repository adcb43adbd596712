// Classes of the fields that a participant adds to the contract: what the field's description in the published SDL states
// (`Class N0.`), N1 where it states none; a right of a higher class on the field raises it.
import { type DocumentNode, type FieldDefinitionNode, Kind, valueFromASTUntyped } from 'graphql';
import { CLASS_SCOPE, FIELD_CLASSES, type ReleaseClass } from './classes.ts';

/** What a participant's own SDL adds to what can be released. */
export interface NationalAddition {
  readonly document: DocumentNode;
  readonly caseType: string;
  /** By coordinate, for example `VietnamCustomsCase.handedOver`, `VN_HandOver.on`. */
  readonly classes: ReadonlyMap<string, ReleaseClass>;
  /** Coordinates whose right the SDL does not ask for, so that the gateway lets everybody through to the owner. */
  readonly rightsUnasked: ReadonlySet<string>;
}

const CLASSES = ['N0', 'N1', 'N2', 'P1'] as const;
const UNSTATED = 'N1';

/** Fields of the contract that the SDL declares again keep the contract's class. Faults say which class cannot be taken. */
export function nationalAddition(
  document: DocumentNode,
  caseType: string,
): NationalAddition & { readonly faults: readonly string[] } {
  const classes = new Map<string, ReleaseClass>();
  const rightsUnasked = new Set<string>();
  const faults: string[] = [];
  for (const node of document.definitions) {
    if (node.kind !== Kind.OBJECT_TYPE_EXTENSION && node.kind !== Kind.OBJECT_TYPE_DEFINITION) continue;
    for (const field of node.fields ?? []) {
      const coordinate = `${node.name.value}.${field.name.value}`;
      if (node.name.value === caseType && Object.hasOwn(FIELD_CLASSES, `Case.${field.name.value}`)) continue;
      const stated = statedIn(field.description?.value ?? '');
      const other = stated.find((each) => !CLASSES.some((known) => known === each));
      if (other !== undefined) faults.push(`${coordinate}: expected class ${CLASSES.join(', ')}, got class ${other}`);
      const asked = byRights(field);
      const fieldClass = highest([...(stated.length === 0 ? [UNSTATED] : stated), ...asked]);
      classes.set(coordinate, fieldClass);
      if (!asked.includes(fieldClass)) rightsUnasked.add(coordinate);
    }
  }
  return { document, caseType, classes, rightsUnasked, faults };
}

function statedIn(description: string): string[] {
  return [...description.matchAll(/\b[Cc]lass ([A-Z]\d)\b/g)].map(([, stated = '']) => stated);
}

/** Classes whose scope the field asks for, alone or among others. */
function byRights({ directives = [] }: FieldDefinitionNode): ReleaseClass[] {
  const given = directives
    .filter(({ name }) => name.value === 'requiresScopes')
    .flatMap(({ arguments: all = [] }) => all.map(({ value }) => JSON.stringify(valueFromASTUntyped(value))));
  return CLASSES.filter((each) => given.some((scopes) => scopes.includes(`"${CLASS_SCOPE[each]}"`)));
}

function highest(classes: readonly string[]): ReleaseClass {
  return CLASSES.findLast((each) => classes.includes(each)) ?? UNSTATED;
}
