// A made-up campaign of any size: participants P001, P002 … and their case types.
import type { ReportingParticipant } from '#schema/roster/roster.ts';

/** @param size how many participants report cases. */
export function benchRoster(size: number): ReportingParticipant[] {
  return Array.from({ length: size }, (_, index) => {
    const number = String(index + 1).padStart(3, '0');
    return {
      code: `P${number}`,
      name: `Customs of P${number}`,
      kind: 'CUSTOMS',
      caseType: `P${number}CustomsCase`,
      publicKeys: [],
      illustrative: true,
    };
  });
}
