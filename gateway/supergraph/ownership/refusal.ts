// Why a published SDL is not taken.

export interface Refusal {
  /** Name of the rule, that is of its file. */
  readonly rule: string;
  readonly subgraph: string;
  /** What it is about: `Type`, `Type.field`, `Type.field(argument:)`, `@directive`, `schema`. */
  readonly coordinate: string;
  readonly expected: string;
  readonly got: string;
}

/** One line for a log. */
export function describeRefusal({ rule, subgraph, coordinate, expected, got }: Refusal): string {
  return `${subgraph}: ${coordinate}: expected ${expected}, got ${got} (${rule})`;
}

/** Makes the refusals of one rule about one subgraph. */
export function refuser(
  rule: string,
  subgraph: string,
): (coordinate: string, expected: string, got: string) => Refusal {
  return (coordinate, expected, got) => ({ rule, subgraph, coordinate, expected, got });
}
