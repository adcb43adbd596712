// Who asked persisted operations lately, one for each part of an operation that somebody may read: so that the plans in use
// are made again for a new schema before it takes traffic. Callers are held as long as their generation, for nothing else.
import type { DocumentNode } from 'graphql';
import type { Requester, Variables } from '../authorization/index.ts';

export interface RecentUse {
  /** Of the operation's text. */
  readonly hash: string;
  readonly operationName: string | null;
  readonly caller: Requester;
  readonly sent: Variables;
}

export interface RecentUses {
  /** @param document what was left of the operation for this caller: one and the same for callers with equal rights. */
  note(document: DocumentNode, use: RecentUse): void;
  /** The latest first. */
  all(): RecentUse[];
}

const MOST = 500;
/** Characters of variables, as JSON: guards are decided by what they name, and few name much. */
const LONGEST = 5_000;

export function recentUses(most: number = MOST): RecentUses {
  const uses = new Map<DocumentNode, RecentUse>();
  // What is long is measured once, not at each request.
  const tooLong = new WeakSet<DocumentNode>();
  return {
    note(document, use) {
      const known = uses.get(document);
      if (known) uses.delete(document);
      else if (tooLong.has(document)) return;
      else if (JSON.stringify(use.sent).length > LONGEST) {
        tooLong.add(document);
        return;
      }
      uses.set(document, known ?? use);
      if (uses.size <= most) return;
      const oldest = uses.keys().next();
      if (!oldest.done) uses.delete(oldest.value);
    },
    all: () => [...uses.values()].toReversed(),
  };
}
