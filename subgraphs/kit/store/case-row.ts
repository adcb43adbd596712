// Rows as the resolvers see them: without class P2 and without what the store keeps for itself.
import type {
  AudienceTable,
  CaseTable,
  IdentifierColumns,
  PlaceTable,
  ReturnTable,
  SeizureTable,
  SuspectTable,
} from './tables.ts';

/** Head and scalars of one case; its children are read apart, and only where they are asked for. */
export type CaseRow = Omit<CaseTable, 'sealed' | 'content_hash'>;
export type SeizureRow = SeizureTable;
export type PlaceRow = PlaceTable;
export type IdentifierRow = IdentifierColumns;
export type SuspectRow = SuspectTable;
export type SuspectIdentifierRow = IdentifierColumns & { readonly suspect: number };
export type AudienceRow = AudienceTable;

/** A statistical return; its record is JSON. */
export type ReturnRow = Pick<ReturnTable, 'id' | 'phase' | 'period' | 'revision' | 'record'>;
