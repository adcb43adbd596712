// The class table and the contract say the same: every field, its description, and the rights on the way to it.
import { type ConstDirectiveNode, type FieldDefinitionNode, Kind, type TypeNode, valueFromASTUntyped } from 'graphql';
import { describe, expect, it } from 'vitest';
import { contract } from '#schema/build/contract.ts';
import {
  CLASS_SCOPE,
  FIELD_CLASSES,
  type FieldClass,
  RELEASE_CLASSES,
  WITH_EXISTENCE,
} from '#schema/release/classes.ts';
import { releasePaths } from '#schema/release/paths.ts';

interface Declared {
  readonly coordinate: string;
  readonly type: string;
  readonly description: string;
  readonly typeDescription: string;
  readonly node: FieldDefinitionNode;
}

function declared(file: Parameters<typeof contract>[0]): Declared[] {
  return contract(file).definitions.flatMap((node) => {
    if (node.kind !== Kind.OBJECT_TYPE_DEFINITION && node.kind !== Kind.INTERFACE_TYPE_DEFINITION) return [];
    return (node.fields ?? []).map((field) => ({
      coordinate: `${node.name.value}.${field.name.value}`,
      type: node.name.value,
      description: field.description?.value ?? '',
      typeDescription: node.description?.value ?? '',
      node: field,
    }));
  });
}

const fields = declared('case');
const classes: Readonly<Record<string, FieldClass>> = FIELD_CLASSES;

/** The class that a description states, or undefined. */
function stated(description: string): FieldClass | undefined {
  if (/highest class of the record: N1, or P1/.test(description)) return 'NARRATIVE';
  if (/Class N2 on a conveyance, P1 on a suspect/.test(description)) return 'AS_REACHED';
  if (/Null to who is not among them/.test(description)) return 'AUDIENCE';
  return /\b[Cc]lass (N0|N1|N2|P1)\b/.exec(description)?.[1] as FieldClass | undefined;
}

function named(node: TypeNode): string {
  return node.kind === Kind.NAMED_TYPE ? node.name.value : named(node.type);
}

/** By the field, else by its type, else by the field that leads to the type. */
function statedFor({ description, typeDescription, type }: Declared): FieldClass | undefined {
  const own = stated(description) ?? stated(typeDescription);
  if (own !== undefined) return own;
  const leading = fields.filter(({ node }) => named(node.type) === type);
  const [only] = leading;
  return leading.length === 1 && only !== undefined ? statedFor(only) : undefined;
}

function namesIn(of: readonly Declared[], type: string): string[] {
  return of
    .filter((field) => field.type === type)
    .map(({ node }) => node.name.value)
    .toSorted();
}

function scopesOf(directives: readonly ConstDirectiveNode[] = []): string[] {
  return directives
    .filter(({ name }) => name.value === 'requiresScopes')
    .flatMap(({ arguments: given }) => given?.map(({ value }) => valueFromASTUntyped(value)) ?? [])
    .map((scopes) => JSON.stringify(scopes));
}

function policiesOf(directives: readonly ConstDirectiveNode[] = []): string[] {
  return directives
    .filter(({ name }) => name.value === 'policy')
    .flatMap(({ arguments: given }) => given?.map(({ value }) => JSON.stringify(valueFromASTUntyped(value))) ?? []);
}

describe('the class table', () => {
  it('has exactly the fields of the contract', () => {
    expect(fields.length).toBeGreaterThan(50);
    expect(Object.keys(FIELD_CLASSES).toSorted()).toEqual(fields.map(({ coordinate }) => coordinate).toSorted());
  });

  it.each(fields.map((field) => [field.coordinate, field] as const))(
    'has for %s the class of its description',
    (coordinate, field) => {
      expect(classes[coordinate]).toBe(statedFor(field));
    },
  );

  it('leads to every field of the contract from a case', () => {
    const reached = new Set<string>(releasePaths().map(({ coordinate }) => coordinate));
    expect(fields.filter(({ coordinate }) => !reached.has(coordinate))).toEqual([]);
  });

  it('puts nothing of the record beside its existence', () => {
    for (const coordinate of WITH_EXISTENCE) expect(FIELD_CLASSES[coordinate]).toBe('N0');
    const outside = [...WITH_EXISTENCE].filter(
      (coordinate) => !/^(Case\.(id|release)|Release\.|WithheldField\.)/.test(coordinate),
    );
    expect(outside).toEqual([]);
  });
});

describe("the contract's rights", () => {
  // The interface has none of its own: a participant's case type has them.
  const own = declared('participant-case');
  const directives = (coordinate: string) => {
    const where = coordinate.startsWith('Case.') ? own : fields;
    const name = coordinate.replace(/^Case\./, 'ParticipantCase.');
    const found = where.find((field) => field.coordinate === name);
    if (found === undefined) throw new Error(`expected ${name} in the contract, got none`);
    return found.node.directives;
  };

  it('stand on the same fields in the interface and in the case type', () => {
    expect(namesIn(own, 'ParticipantCase')).toEqual(namesIn(fields, 'Case'));
  });

  it.each(releasePaths().map((path) => [path.path, path] as const))(
    'ask on the way to %s for the scope of its class',
    (way) => {
      const steps = releasePaths().filter(({ path }) => path === way || way.startsWith(`${path}.`));
      const scopes = steps.flatMap(({ coordinate }) => scopesOf(directives(coordinate)));
      const policies = steps.flatMap(({ coordinate }) => policiesOf(directives(coordinate)));
      // The narrative's right is that of the lower of its classes; the owner closes it where it is P1.
      const onTheWay = steps.map(({ fieldClass }) => (fieldClass === 'NARRATIVE' ? 'N1' : fieldClass));
      const highest = RELEASE_CLASSES.findLast((each) => each !== 'AUDIENCE' && onTheWay.includes(each)) ?? 'N0';
      const scope = CLASS_SCOPE[highest];
      // One alternative each, so that the names on the way are all needed; case:read for being there at all.
      const alternatives = scopes.map((each) => JSON.parse(each) as string[][]);
      expect(alternatives.every((each) => each.length === 1)).toBe(true);
      expect(new Set(alternatives.flat(2))).toEqual(new Set(['case:read', ...(scope === undefined ? [] : [scope])]));
      expect([...new Set(policies)]).toEqual(highest === 'P1' ? [JSON.stringify([['purpose-stated']])] : []);
    },
  );

  it('open cases only with case:read, which a supporter never has', () => {
    const ways = declared('campaign').filter(({ type, node }) => {
      const returns = named(node.type);
      return (returns === 'Case' && type === 'Query') || returns === 'CaseConnection';
    });
    expect(ways.map(({ coordinate }) => coordinate)).toEqual(['Query.case', 'Campaign.cases', 'Phase.cases']);
    for (const { node } of ways) expect(scopesOf(node.directives)).toEqual(['[["case:read"]]']);
  });
});
