// The contract's files, parsed once, and the federation link that heads every subgraph's SDL.
import { readFileSync } from 'node:fs';
import { type DefinitionNode, type DocumentNode, Kind, parse, print, visit } from 'graphql';

const CONTRACT = new URL('../contract/', import.meta.url);

/** Version 2.12 is the newest that gateway 2.14 composes without a warning; see docs/decisions. */
const LINK = `
extend schema
  @link(url: "https://specs.apollo.dev/federation/v2.12", import: ["@key", "@shareable", "@inaccessible", "@authenticated", "@requiresScopes", "@policy"])
`;

export type ContractFile = 'codes' | 'case' | 'feed' | 'participant-case' | 'campaign' | 'head-case' | 'viewer';

const parsed = new Map<ContractFile, DocumentNode>();

/** One file of the contract. */
export function contract(file: ContractFile): DocumentNode {
  let document = parsed.get(file);
  if (!document) {
    document = parse(readFileSync(new URL(`${file}.graphql`, CONTRACT), 'utf8'), { noLocation: true });
    parsed.set(file, document);
  }
  return document;
}

/** A template file of the contract with `ParticipantCase` renamed to the participant's case type. */
export function caseTypeOf(file: 'participant-case' | 'head-case', caseType: string): DocumentNode {
  return visit(contract(file), {
    Name: (node) => (node.value === 'ParticipantCase' ? { ...node, value: caseType } : undefined),
  });
}

/** A subgraph's SDL: the link, then the documents' definitions in their order. */
export function subgraphSdl(...documents: readonly DocumentNode[]): string {
  const definitions = documents.flatMap((document) => document.definitions);
  return print({
    kind: Kind.DOCUMENT,
    definitions: [...parse(LINK, { noLocation: true }).definitions, ...definitions],
  });
}

/** Drops scalars and enums that none of the documents uses: a subgraph declares what it speaks of. */
export function withoutUnused(codes: DocumentNode, ...users: readonly DocumentNode[]): DocumentNode {
  const used = new Set<string>();
  for (const document of users) visit(document, { NamedType: (node) => void used.add(node.name.value) });
  const definitions = codes.definitions.filter(
    (node: DefinitionNode) => !('name' in node) || node.name === undefined || used.has(node.name.value),
  );
  return { ...codes, definitions };
}
