// A federation in memory: its subgraphs resolve from one set of objects, and so does one schema that is not federated,
// which says what the answer has to be.

/** Objects as every subgraph that owns a part of them sees them; `__typename` tells the type. */
export type Thing = Record<string, unknown> & { readonly __typename?: string };

export type Field = (parent: Thing, args: Record<string, unknown>, objects: Objects) => unknown;

/** By type. Made anew for each execution: a mutation changes them. */
export type Objects = Record<string, Thing[]>;

export interface World {
  readonly name: string;
  /** SDL by subgraph, without the link. */
  readonly subgraphs: Readonly<Record<string, string>>;
  readonly objects: () => Objects;
  /** Fields of the roots. */
  readonly roots: Readonly<Record<string, Record<string, Field>>>;
  /** Fields that are computed: from what the parent holds, in a subgraph from what it was sent. */
  readonly fields?: Readonly<Record<string, Record<string, Field>>>;
  /** By type, fields of which one alone finds an object. Default `id`. */
  readonly keys?: Readonly<Record<string, readonly string[]>>;
}
