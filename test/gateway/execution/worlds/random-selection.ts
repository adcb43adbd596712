// Random operations over a schema: aliases that are names of other fields, fragments of all kinds, conditions,
// arguments as literals and as variables.
import {
  type DocumentNode,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  isUnionType,
  parse,
  validate,
} from 'graphql';
import type { Draw } from '../../authorization/random-model.ts';

export interface RandomOperation {
  readonly document: DocumentNode;
  readonly text: string;
  readonly variables: Record<string, unknown>;
}

/** Undefined where what was drawn is not valid: aliases and arguments may clash. */
export function drawOperation(draw: Draw, schema: GraphQLSchema): RandomOperation | undefined {
  const drawing = new Drawing(draw, schema);
  const text = drawing.text();
  const document = parse(text, { noLocation: true });
  const faults = validate(schema, document);
  return faults.length === 0 ? { document, text, variables: drawing.variables } : undefined;
}

class Drawing {
  readonly variables: Record<string, unknown> = {};
  readonly #draw: Draw;
  readonly #schema: GraphQLSchema;
  readonly #definitions: string[] = [];
  readonly #fragments: { readonly name: string; readonly on: GraphQLNamedType; readonly text: string }[] = [];
  readonly #spread = new Set<string>();
  readonly #names: readonly string[];
  #budget = 24;

  constructor(draw: Draw, schema: GraphQLSchema) {
    this.#draw = draw;
    this.#schema = schema;
    const names = Object.values(schema.getTypeMap())
      .filter((type) => !type.name.startsWith('__'))
      .flatMap((type) => (isObjectType(type) || isInterfaceType(type) ? Object.keys(type.getFields()) : []));
    this.#names = [...new Set([...names, 'x', 'constructor', 'toString', 'valueOf'])];
  }

  text(): string {
    const kind = this.#schema.getMutationType() && this.#draw.chance(50) ? 'mutation' : 'query';
    const root = kind === 'mutation' ? this.#schema.getMutationType() : this.#schema.getQueryType();
    if (!root) throw new Error('expected a root type');
    const body = this.#selections(root, 0);
    const fragments = this.#fragments.filter(({ name }) => this.#spread.has(name)).map(({ text }) => text);
    const given = this.#definitions.length > 0 ? `(${this.#definitions.join(', ')})` : '';
    return [`${kind} Random${given} ${body}`, ...fragments].join('\n');
  }

  #selections(type: GraphQLNamedType, depth: number): string {
    const count = this.#budget > 0 ? 1 + this.#draw.below(4) : 1;
    return `{ ${Array.from({ length: count }, () => this.#selection(type, depth)).join(' ')} }`;
  }

  #selection(type: GraphQLNamedType, depth: number): string {
    this.#budget -= 1;
    const choice = this.#budget > 0 && depth < 5 ? this.#draw.below(10) : 0;
    if (choice < 7 && !isUnionType(type)) return this.#field(type, depth);
    if (choice === 9) return this.#named(type, depth);
    const on = this.#draw.chance(25) ? type : this.#condition(type);
    const condition = on === type && this.#draw.chance(50) ? '' : ` on ${on.name}`;
    if (isUnionType(type) && on === type && depth >= 5) return '__typename';
    return `...${condition}${this.#when()} ${this.#selections(on, depth + 1)}`;
  }

  #named(type: GraphQLNamedType, depth: number): string {
    const known = this.#fragments.filter(({ on }) => this.#overlap(on, type));
    if (known.length > 0 && this.#draw.chance(60)) {
      const { name } = this.#draw.from(known);
      this.#spread.add(name);
      return `...${name}${this.#when()}`;
    }
    const on = this.#condition(type);
    const body = this.#selections(on, depth + 1);
    const name = `F${this.#fragments.length}`;
    this.#fragments.push({ name, on, text: `fragment ${name} on ${on.name} ${body}` });
    this.#spread.add(name);
    return `...${name}${this.#when()}`;
  }

  #condition(type: GraphQLNamedType): GraphQLNamedType {
    const all = Object.values(this.#schema.getTypeMap()).filter(
      (each) => isCompositeType(each) && !each.name.startsWith('__') && this.#overlap(each, type),
    );
    return this.#draw.from(all.length > 0 ? all : [type]);
  }

  #overlap(one: GraphQLNamedType, other: GraphQLNamedType): boolean {
    const types = this.#possible(other);
    return this.#possible(one).some((each) => types.includes(each));
  }

  #possible(type: GraphQLNamedType): readonly GraphQLNamedType[] {
    return isAbstractType(type) ? this.#schema.getPossibleTypes(type) : [type];
  }

  #field(type: GraphQLNamedType, depth: number): string {
    const fields = isObjectType(type) || isInterfaceType(type) ? Object.values(type.getFields()) : [];
    const usable = depth < 5 && this.#budget > 0 ? fields : fields.filter(isFlat);
    const isRoot = type === this.#schema.getQueryType() || type === this.#schema.getMutationType();
    if (usable.length === 0 || (!isRoot && this.#draw.chance(10)))
      return this.#draw.chance(40) ? `${this.#draw.from(this.#names)}: __typename` : '__typename';
    const field = this.#draw.from(usable);
    const alias = this.#draw.chance(35) ? `${this.#draw.from(this.#names)}: ` : '';
    const below = isFlat(field) ? '' : ` ${this.#selections(getNamedType(field.type), depth + 1)}`;
    return `${alias}${field.name}${this.#arguments(field.args)}${this.#when()}${below}`;
  }

  #arguments(args: readonly GraphQLArgument[]): string {
    const given = args.filter(
      (each) => (isNonNullType(each.type) && each.defaultValue === undefined) || this.#draw.chance(60),
    );
    return given.length === 0 ? '' : `(${given.map((each) => `${each.name}: ${this.#value(each.type)}`).join(', ')})`;
  }

  /** A literal, or a variable of which the value is drawn too. */
  #value(type: GraphQLInputType): string {
    if (!this.#draw.chance(40)) return this.#literal(type);
    const name = `v${this.#definitions.length}`;
    this.#definitions.push(`$${name}: ${String(type)}`);
    this.variables[name] = this.#plain(type);
    return `$${name}`;
  }

  #literal(type: GraphQLInputType): string {
    const named = isNonNullType(type) ? type.ofType : type;
    if (!isNonNullType(type) && this.#draw.chance(10)) return 'null';
    if (isListType(named)) {
      if (this.#draw.chance(30)) return this.#literal(named.ofType);
      return `[${Array.from({ length: this.#draw.below(3) }, () => this.#literal(named.ofType)).join(', ')}]`;
    }
    if (isInputObjectType(named)) {
      const fields = Object.values(named.getFields()).filter(
        (each) => isNonNullType(each.type) || this.#draw.chance(50),
      );
      return `{ ${fields.map((each) => `${each.name}: ${this.#draw.chance(20) ? this.#value(each.type) : this.#literal(each.type)}`).join(', ')} }`;
    }
    return isEnumType(named) ? String(this.#plain(type)) : JSON.stringify(this.#plain(type));
  }

  #plain(type: GraphQLInputType): unknown {
    const named = isNonNullType(type) ? type.ofType : type;
    if (isListType(named)) return Array.from({ length: this.#draw.below(3) }, () => this.#plain(named.ofType));
    if (isInputObjectType(named))
      return Object.fromEntries(Object.values(named.getFields()).map((each) => [each.name, this.#plain(each.type)]));
    if (isEnumType(named)) return this.#draw.from(named.getValues()).name;
    switch (String(named)) {
      case 'Int':
        return this.#draw.below(4);
      case 'Boolean':
        return this.#draw.chance(50);
      case 'ID':
        return String(1 + this.#draw.below(3));
      default:
        return this.#draw.from(['p1', 'p2', 'EUR', 'USD', 'it’s "quoted"\\']);
    }
  }

  #when(): string {
    if (!this.#draw.chance(15)) return '';
    const how = this.#draw.from(['include', 'skip']);
    if (this.#draw.chance(25)) return ` @${how}(if: ${this.#draw.chance(50)})`;
    const name = this.#draw.from(['yes', 'no']);
    if (!this.#definitions.some((each) => each.startsWith(`$${name}:`))) {
      this.#definitions.push(name === 'yes' ? '$yes: Boolean = true' : '$no: Boolean!');
      if (name === 'no') this.variables.no = this.#draw.chance(30);
    }
    return ` @${how}(if: $${name})`;
  }
}

function isFlat(field: GraphQLField<unknown, unknown>): boolean {
  return !isCompositeType(getNamedType(field.type));
}
