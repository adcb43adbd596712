// Makes the answer from the merged data in one pass: keys in the order of the operation, in the client's names; null
// where a value is missing or does not fit, spread as the schema says. Objects of one place have one form, so that
// they are made, and written out, fast.
import {
  type FieldNode,
  type GraphQLCompositeType,
  type GraphQLOutputType,
  type GraphQLSchema,
  isAbstractType,
  isCompositeType,
  isInterfaceType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  type SelectionSetNode,
} from 'graphql';
import { isData } from '../plan/data.ts';
import { collectFields, type Selecting } from './collect.ts';
import type { Flaws } from './flaws.ts';
import { type Complete, type Entry, generateObject, type Shape, SPREADING } from './generate.ts';
import { leafCheck, leafTest } from './leaf.ts';

/**
 * @param root the operation's root type.
 */
export function shapeOf(set: SelectionSetNode, root: string, schema: GraphQLSchema, selecting: Selecting): Shape {
  const maker = new ShapeMaker(schema, selecting);
  const complete = maker.object([set], root)(root);
  return (data, flaws) => complete(data, flaws);
}

class ShapeMaker {
  readonly #schema: GraphQLSchema;
  readonly #selecting: Selecting;
  readonly #numbers = new Map<SelectionSetNode, number>();
  readonly #places = new Map<string, Complete>();
  readonly #leaves = new Map<string, Complete>();

  constructor(schema: GraphQLSchema, selecting: Selecting) {
    this.#schema = schema;
    this.#selecting = selecting;
  }

  /** Objects of one type, and of those that are alike. */
  object(sets: readonly SelectionSetNode[], type: string): (type: string) => Shape {
    const entries = [...collectFields(sets, type, this.#selecting)].flatMap(([key, nodes]) => {
      const entry = this.#entry(key, nodes, type);
      return entry ? [entry] : [];
    });
    return generateObject(entries);
  }

  #entry(key: string, nodes: readonly FieldNode[], type: string): Entry | undefined {
    const [node] = nodes;
    if (!node) return undefined;
    const name = node.name.value;
    if (name === '__typename') return { key, source: undefined, complete: this.#typeName(type), test: undefined };
    const source = node.alias?.value ?? name;
    // What the schema says of itself was answered by the gateway, for this selection.
    if (name.startsWith('__')) return { key, source, complete: (value) => value ?? null, test: undefined };
    const parent = this.#schema.getType(type);
    const field = isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[name] : undefined;
    if (!field) return undefined;
    const inner = isNonNullType(field.type) ? field.type.ofType : field.type;
    const right = isLeafType(inner) ? leafTest(inner) : undefined;
    const test = right && inner === field.type ? (value: string) => `${value} === null || ${right(value)}` : right;
    return { key, source, complete: this.#type(field.type, nodes), test };
  }

  /** An object of which no subgraph told the type has no name to give. */
  #typeName(type: string): Complete {
    if (isObjectType(this.#schema.getType(type))) return (value) => value;
    return (_, flaws) => {
      flaws.add();
      return SPREADING;
    };
  }

  #type(type: GraphQLOutputType, nodes: readonly FieldNode[]): Complete {
    if (isNonNullType(type)) {
      const inner = this.#type(type.ofType, nodes);
      return (value, flaws) => {
        const before = flaws.count;
        const made = inner(value, flaws);
        if (made !== null) return made;
        if (flaws.count === before) flaws.add();
        return SPREADING;
      };
    }
    if (isListType(type)) return list(this.#type(type.ofType, nodes));
    if (isLeafType(type)) {
      const known = this.#leaves.get(type.name) ?? leaf(leafCheck(type));
      this.#leaves.set(type.name, known);
      return known;
    }
    return this.#place(
      type,
      nodes.flatMap(({ selectionSet }) => (selectionSet ? [selectionSet] : [])),
    );
  }

  /** Objects of whatever type they tell, at one place; the same selections of the same type are one place. */
  #place(type: GraphQLCompositeType, sets: readonly SelectionSetNode[]): Complete {
    const id = `${type.name} ${sets.map((set) => this.#number(set)).join(' ')}`;
    const known = this.#places.get(id);
    if (known) return known;
    const shapes = new Map<string, Shape>();
    const makers = new Map<string, (type: string) => Shape>();
    // At most places every object has one type.
    let [last, lastShape] = ['', undefined as Shape | undefined];
    const place: Complete = (value, flaws) => {
      if (value === null || value === undefined) return null;
      if (!isData(value)) return refuse(flaws);
      const told = value.__typename ?? type.name;
      if (told === last && lastShape) return lastShape(value, flaws);
      if (typeof told !== 'string') return refuse(flaws);
      let shape = shapes.get(told);
      if (!shape) {
        if (!this.#fits(told, type)) return refuse(flaws);
        const like = this.#selecting.alike?.get(told) ?? told;
        const make = makers.get(like) ?? this.object(sets, told);
        makers.set(like, make);
        shape = make(told);
        shapes.set(told, shape);
      }
      [last, lastShape] = [told, shape];
      return shape(value, flaws);
    };
    this.#places.set(id, place);
    return place;
  }

  /** An interface that is an object to some subgraph may be all that is known. */
  #fits(told: string, type: GraphQLCompositeType): boolean {
    if (told === type.name) return true;
    const named = this.#schema.getType(told);
    return isAbstractType(type) && isCompositeType(named) && this.#selecting.isOfType(told, type.name);
  }

  #number(set: SelectionSetNode): number {
    const known = this.#numbers.get(set) ?? this.#numbers.size;
    this.#numbers.set(set, known);
    return known;
  }
}

function list(item: Complete): Complete {
  return (value, flaws) => {
    if (value === null || value === undefined) return null;
    if (!Array.isArray(value)) return refuse(flaws);
    let spreads = false;
    const items: unknown[] = [];
    for (let index = 0; index < value.length; index += 1) {
      const before = flaws.count;
      const made = item(value[index], flaws);
      if (flaws.count !== before) flaws.inItem(index, before);
      if (made === SPREADING) spreads = true;
      items.push(made);
    }
    return spreads ? null : items;
  };
}

function leaf(isValid: (value: unknown) => boolean): Complete {
  return (value, flaws) => {
    if (value === null || value === undefined) return null;
    return isValid(value) ? value : refuse(flaws);
  };
}

function refuse(flaws: Flaws): null {
  flaws.add();
  return null;
}
