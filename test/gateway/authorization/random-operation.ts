// Random operations over a random model, with values for their variables.
import { type Draw, type Model, possibleTypes } from './random-model.ts';

/** An operation over the model: aliases, fragments of all kinds, conditions and arguments. */
export class OperationDraw {
  readonly #draw: Draw;
  readonly #model: Model;
  /** Finished ones; each uses only such as were finished before it, so that there is no cycle. */
  readonly #fragments: { readonly name: string; readonly on: string; readonly text: string }[] = [];
  #budget = 40;

  constructor(draw: Draw, model: Model) {
    this.#draw = draw;
    this.#model = model;
  }

  text(): string {
    const body = this.#selections('Query', 0);
    const variables = '$yes: Boolean = true, $no: Boolean = false, $any: Boolean!, $where: Where, $g: Int';
    return [`query Random(${variables}) ${body}`, ...this.#fragments.map((each) => each.text)].join('\n');
  }

  #selections(type: string, depth: number): string {
    const count = this.#budget > 0 ? 1 + this.#draw.below(4) : 1;
    const parts = Array.from({ length: count }, () => this.#selection(type, depth));
    return `{ ${parts.join(' ')} }`;
  }

  #selection(type: string, depth: number): string {
    this.#budget -= 1;
    const choice = this.#budget > 0 && depth < 6 ? this.#draw.below(10) : 0;
    if (choice === 9) return this.#spread(type, depth);
    if (choice < 7) return this.#field(type, depth);
    const condition = this.#draw.chance(20) ? type : this.#condition(type);
    const on = condition === type ? '' : ` on ${condition}`;
    return `...${on}${this.#when()} ${this.#selections(condition, depth + 1)}`;
  }

  /** A type that some object of this type has. */
  #condition(type: string): string {
    const overlapping = [...this.#model.types.map((each) => each.name), ...this.#model.unions.keys()];
    const fitting = overlapping.filter((name) => this.#overlap(name, type));
    return fitting.length > 0 ? this.#draw.from(fitting) : type;
  }

  #overlap(one: string, other: string): boolean {
    const possible = possibleTypes(this.#model, other);
    return possibleTypes(this.#model, one).some((each) => possible.includes(each));
  }

  #spread(type: string, depth: number): string {
    const known = this.#fragments.filter((each) => this.#overlap(each.on, type));
    if (known.length > 0 && this.#draw.chance(50)) return `...${this.#draw.from(known).name}${this.#when()}`;
    const on = this.#condition(type);
    const body = this.#selections(on, depth + 1);
    const name = `F${this.#fragments.length}`;
    this.#fragments.push({ name, on, text: `fragment ${name} on ${on} ${body}` });
    return `...${name}${this.#when()}`;
  }

  #field(type: string, depth: number): string {
    const fields = this.#model.types.find((each) => each.name === type)?.fields ?? [];
    const usable = depth < 6 && this.#budget > 0 ? fields : fields.filter((field) => this.#isLeaf(field.type));
    if (usable.length === 0 || this.#draw.chance(8)) return this.#draw.chance(30) ? 'kind: __typename' : '__typename';
    const field = this.#draw.from(usable);
    const alias = this.#draw.chance(25) ? `${this.#draw.from(['x', 'y', 'constructor', 'toString'])}: ` : '';
    const where = field.takesWhere && this.#draw.chance(50) ? this.#where() : '';
    const when = this.#when();
    const below = this.#isLeaf(field.type) ? '' : ` ${this.#selections(field.type, depth + 1)}`;
    return `${alias}${field.name}${where}${when}${below}`;
  }

  #isLeaf(type: string): boolean {
    return !this.#model.unions.has(type) && !this.#model.types.some((each) => each.name === type);
  }

  #when(): string {
    if (!this.#draw.chance(15)) return '';
    return ` @${this.#draw.from(['include', 'skip'])}(if: ${this.#draw.from(['$yes', '$no', '$any', 'true', 'false'])})`;
  }

  #where(): string {
    const values = ['$where', '{ free: 1 }', '{ g0: 1 }', '{ deep: [{ g1: $g }] }', '{ deep: { g0: null } }', 'null'];
    return `(where: ${this.#draw.from(values)})`;
  }
}

export function drawVariables(draw: Draw): Record<string, unknown> {
  const variables: Record<string, unknown> = { any: draw.chance(50) };
  if (draw.chance(30)) variables.yes = draw.chance(50);
  if (draw.chance(60)) {
    variables.where = draw.from<unknown>([null, { free: 1 }, { g0: 2 }, { deep: [{ free: 1 }, { g1: null }] }]);
  }
  if (draw.chance(50)) variables.g = 1;
  return variables;
}
