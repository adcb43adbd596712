// A published SDL as the rules see it, beside the participant that it must belong to.
import { type DocumentNode, GraphQLError, Kind, parse, Source } from 'graphql';
import { type ReportingParticipant, subgraphName } from '#schema/roster/roster.ts';
import { nestsDeeper } from '../../protection/nesting.ts';
import { contractGround, type Ground } from './contract-ground.ts';
import { type DeclaredType, declaredTypes } from './declared-types.ts';
import type { Refusal } from './refusal.ts';

/** The contract is about 20 kB and 3,000 tokens. Composition is worse than linear: 40,000 tokens can take it a minute. */
const MAX_BYTES = 131_072;
const MAX_TOKENS = 10_000;
/** Brackets within brackets, of types and of values. The contract has 5: rights on an argument of a field. */
const MAX_NESTING = 8;

export interface Published {
  readonly subgraph: string;
  /** Name of the participant's case type. */
  readonly caseType: string;
  /** What names of the participant's own types begin with, `VN_`. */
  readonly prefix: string;
  readonly document: DocumentNode;
  readonly types: ReadonlyMap<string, DeclaredType>;
  readonly ground: Ground;
}

/** A rule: every way in which a published SDL breaks it. */
export type Rule = (published: Published) => Refusal[];

export type ParticipantName = Pick<ReportingParticipant, 'code' | 'caseType'>;

/** Reads a published SDL; a refusal where it is no SDL. */
export function readPublished(participant: ParticipantName, sdl: string): Published | Refusal {
  const subgraph = subgraphName(participant.code);
  const refuse = (expected: string, got: string): Refusal => ({
    rule: 'published',
    subgraph,
    coordinate: 'schema',
    expected,
    got,
  });
  const bytes = Buffer.byteLength(sdl);
  if (bytes > MAX_BYTES) return refuse(`at most ${MAX_BYTES} bytes`, `${bytes}`);
  if (nestsDeeper(sdl, MAX_NESTING, MAX_TOKENS)) return refuse(`brackets at most ${MAX_NESTING} deep`, 'deeper ones');
  let document: DocumentNode;
  try {
    document = parse(new Source(sdl, `${subgraph}.graphql`), { maxTokens: MAX_TOKENS, noLocation: true });
  } catch (error) {
    const line = error instanceof GraphQLError ? ` at line ${error.locations?.[0]?.line ?? 1}` : '';
    return refuse('SDL', `${error instanceof Error ? error.message : String(error)}${line}`);
  }
  const executable = document.definitions.find(
    (node) => node.kind === Kind.OPERATION_DEFINITION || node.kind === Kind.FRAGMENT_DEFINITION,
  );
  if (executable) return refuse('definitions of types only', 'an operation or a fragment');
  return {
    subgraph,
    caseType: participant.caseType,
    prefix: `${participant.code}_`,
    document,
    types: declaredTypes(document),
    ground: contractGround(participant.caseType),
  };
}

/** The participant's own types, `VN_…`. */
export function nationalTypes({ types, prefix }: Published): DeclaredType[] {
  return [...types.values()].filter((type) => type.name.startsWith(prefix));
}
