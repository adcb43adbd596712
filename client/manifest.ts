// The manifest of the client's operations, in Apollo's format: what a gateway is given to know them by their ids.
// An id is the SHA-256 of the text exactly as `execute` sends it.
import { createHash } from 'node:crypto';
import { Kind, parse } from 'graphql';

export interface Manifest {
  readonly format: 'apollo-persisted-query-manifest';
  readonly version: 1;
  readonly operations: readonly {
    readonly id: string;
    readonly name: string;
    readonly type: string;
    readonly body: string;
  }[];
}

/**
 * @param texts of one operation each.
 * @throws Error where one has no name, or two have the same.
 */
export function manifestOf(texts: readonly string[]): Manifest {
  const operations = texts.map((body) => {
    const found = parse(body).definitions.filter((node) => node.kind === Kind.OPERATION_DEFINITION);
    const [operation] = found;
    if (found.length !== 1 || !operation?.name)
      throw new Error(`expected a document of one operation with a name, got ${JSON.stringify(body.slice(0, 80))}`);
    const id = createHash('sha256').update(body).digest('hex');
    return { id, name: operation.name.value, type: operation.operation, body };
  });
  const names = operations.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new Error(`expected operations of different names, got ${twice} twice`);
  return {
    format: 'apollo-persisted-query-manifest',
    version: 1,
    operations: operations.toSorted((a, b) => (a.name < b.name ? -1 : 1)),
  };
}
