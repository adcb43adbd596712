// Keys of counts in words, in English.
import type { CaseKind, TransportMode } from '../generated/resolvers.ts';

const kinds: Readonly<Record<CaseKind, string>> = {
  DRUG: 'Drugs',
  PRECURSOR: 'Precursors',
  WILDLIFE: 'Wildlife',
  TIMBER: 'Timber',
  OTHER: 'Other',
};

const modes: Readonly<Record<TransportMode, string>> = {
  NOT_SPECIFIED: 'Not specified',
  MARITIME: 'Maritime transport',
  RAIL: 'Rail transport',
  ROAD: 'Road transport',
  AIR: 'Air transport',
  MAIL: 'Mail',
  MULTIMODAL: 'Multimodal transport',
  FIXED_INSTALLATION: 'Fixed transport installation',
  INLAND_WATER: 'Inland water transport',
  NOT_APPLICABLE: 'Not applicable',
};

const countries = new Intl.DisplayNames('en', { type: 'region' });
const months = new Intl.DateTimeFormat('en', { year: 'numeric', month: 'long', timeZone: 'UTC' });

export function kindLabel(key: string): string {
  return kinds[key as CaseKind];
}

/** UN/CEFACT Recommendation 19. */
export function modeLabel(key: string): string {
  return modes[key as TransportMode];
}

export function countryLabel(key: string): string {
  return countries.of(key) ?? key;
}

/** `April 2023`, or the year where there is no month. */
export function monthLabel(key: string): string {
  return key.length === 4 ? key : months.format(new Date(`${key}-01T00:00:00Z`));
}

/** Names of drugs and taxa are words already. */
export function nameLabel(key: string): string {
  return key;
}
