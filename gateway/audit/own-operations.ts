// Reads the trail for a caller: the operations of its own agency, and nobody else's. A trail says what people looked
// for and why, so it obeys the same rules as what they found.
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { GraphQLError } from 'graphql';
import { type OperationEntry, readBack } from '#trust/audit/index.ts';
import type { Caller } from '../authentication/caller.ts';

export type OwnOperation = Omit<OperationEntry, 'kind' | 'agency'> & { readonly at: string };

export interface OwnOperations {
  /** The latest first. */
  readonly nodes: readonly OwnOperation[];
  /** Where to go on; null at the beginning of the trail. */
  readonly cursor: string | null;
}

export interface PageAsked {
  readonly first: number;
  readonly after?: string | null | undefined;
}

export type OperationsReader = (caller: Caller, page: PageAsked) => Promise<OwnOperations>;

const MOST = 100;
const SCOPE = 'audit:read';

/**
 * @param file the log of this gateway.
 * @returns what throws GraphQLError BAD_USER_INPUT for a number out of bounds, or a cursor that is not one of this agency
 * and this process.
 */
export function operationsReader(file: string): OperationsReader {
  const cursors = sealedCursors();
  return async ({ agency, scopes }, { first, after }) => {
    if (first < 1 || first > MOST) throw badInput(`first: expected 1 to ${MOST}, got ${first}`);
    // The filter lets nobody through without the scope; whoever is nobody's has no operations.
    if (agency === undefined || !scopes.includes(SCOPE)) return { nodes: [], cursor: null };
    const before = after == null ? undefined : cursors.open(after, agency);
    const { entries, next } = await readBack({
      file,
      before,
      most: first,
      holding: `"agency":${JSON.stringify(agency)}`,
      wanted: (entry) => entry.kind === 'operation' && entry.agency === agency,
    });
    return {
      nodes: entries.flatMap(({ at, entry }) => {
        if (entry.kind !== 'operation') return [];
        const { kind: _kind, agency: _agency, ...rest } = entry;
        return [{ at, ...rest }];
      }),
      cursor: next === undefined ? null : cursors.seal(next, agency),
    };
  };
}

/** A cursor is a place in the log. Sealed, since its size would tell how much others ask; bound to the agency. */
function sealedCursors() {
  const key = randomBytes(32);
  return {
    seal(place: number, agency: string): string {
      const iv = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(agency));
      // All of one length.
      const sealed = Buffer.concat([cipher.update(String(place).padStart(16)), cipher.final()]);
      return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64url');
    },
    open(cursor: string, agency: string): number {
      try {
        const bytes = Buffer.from(cursor, 'base64url');
        const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12), { authTagLength: 16 });
        decipher.setAAD(Buffer.from(agency)).setAuthTag(bytes.subarray(12, 28));
        return Number(Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString());
      } catch {
        throw badInput('after: expected a cursor of this list, got another: start again without one');
      }
    },
  };
}

function badInput(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } });
}
