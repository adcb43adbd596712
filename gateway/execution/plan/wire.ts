// The operation of a fetch as its subgraph knows it: a synthetic field (required-fields.ts) is the field that it stands
// for, with its arguments, answered under the synthetic name.
import { type DocumentNode, Kind, print, stripIgnoredCharacters, visit } from 'graphql';
import type { RequiredField } from '../../planning/required-fields.ts';

export interface Wire {
  readonly document: DocumentNode;
  /** Its text, without what is ignored. */
  readonly text: string;
}

/** @param text of the document, where it is known: the planner makes it, and to print is not cheap. */
export function wireOf(document: DocumentNode, synthetic: ReadonlyMap<string, RequiredField>, text?: string): Wire {
  const sent = wireDocument(document, synthetic);
  return { document: sent, text: sent === document && text !== undefined ? text : wireText(sent) };
}

function wireText(document: DocumentNode): string {
  return stripIgnoredCharacters(print(document));
}

function wireDocument(document: DocumentNode, synthetic: ReadonlyMap<string, RequiredField>): DocumentNode {
  return synthetic.size === 0
    ? document
    : visit(document, {
        Field(node) {
          const meant = synthetic.get(node.name.value);
          if (!meant) return undefined;
          return {
            ...node,
            alias: node.alias ?? node.name,
            name: { kind: Kind.NAME, value: meant.field },
            arguments: meant.arguments,
          };
        },
      });
}
