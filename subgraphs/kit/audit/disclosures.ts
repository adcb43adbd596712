// What the trail of a participant records of one request: an entry for each record of which something above class N0 was
// shown. Never a value.

import type { Caller } from '#trust/assertion/index.ts';
import type { DisclosureEntry } from '#trust/audit/index.ts';
import type { Disclosure } from '../release/records.ts';

/** One entry a record and revision, however often the request met it. Nothing for the feed: it has nothing above N0. */
export function disclosureEntries(caller: Caller, disclosed: readonly Disclosure[]): DisclosureEntry[] {
  if (caller.kind !== 'gateway') return [];
  const { subject, agency, purpose, caseReference, gateway, assertion } = caller;
  const byRecord = Map.groupBy(disclosed, ({ caseId, revision }) => JSON.stringify([caseId, revision]));
  return [...byRecord.values()].flatMap((each) => {
    const [first] = each;
    const classes = [...new Set(each.flatMap((one) => one.classes))].toSorted();
    if (first === undefined || classes.length === 0) return [];
    const { tlp, handling, audience } = first.profile;
    return [
      {
        kind: 'disclosure' as const,
        subject,
        agency,
        purpose,
        caseReference,
        gateway,
        assertion,
        case: first.caseId,
        revision: first.revision,
        release: { tlp, handling, audience: [...audience].toSorted() },
        classes,
      },
    ];
  });
}
