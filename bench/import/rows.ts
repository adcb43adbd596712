// A file of incidents for a measurement: any number of rows, written without ever being held, the same each time.

import { once } from 'node:events';
import { createWriteStream } from 'node:fs';

/** Participants that the rows are of. */
export const COUNTRIES = ['VN', 'CN', 'TH', 'MY', 'ID', 'KE', 'ZA', 'FR'] as const;

/** The mapping of the file. */
export const MAPPING = `
name: measured-incidents
format: 1
columns: { no: "No", country: Country, town: Town, lat: Latitude, lon: Longitude, date: Date, from: From, to: To, live: Live, kg: Scales (kg), by: Transport, text: Remarks }
participant: { column: country }
identity: { key: ["no"] }
reference: "{participant} {year} {no}"
kind: { value: WILDLIFE }
form: FULL
reportedAt: 2024-01-01T00:00:00Z
date: { column: date, formats: [YYYY-MM-DD] }
commodity: { type: WILDLIFE, taxon: { value: Manis javanica } }
seizures:
  - { commodity: { term: { value: LIV } }, amount: { column: live, unit: { value: HEAD }, integer: true } }
  - { commodity: { term: { value: SCA } }, amount: { column: kg, unit: { value: KILOGRAM } } }
withoutAmount: { term: { value: UNS } }
route: { transit: [from], destination: [to], seizedAt: { name: { column: town }, latitude: lat, longitude: lon } }
conveyance: { mode: { column: by, values: { By road: ROAD, By sea: MARITIME, By air: AIR } } }
narrative: { class: P1, parts: [{ column: text }] }
release: { handling: H0, tlp: GREEN }
campaign: { name: A measured import }
`;

const HEADER = 'No,Country,Town,Latitude,Longitude,Date,From,To,Live,Scales (kg),Transport,Remarks\n';
const TOWNS = ['Hai Phong', 'Mong Cai', 'Lang Son', 'Tan Son Nhat'];
const WAYS = ['By road', 'By sea', 'By air'];
const FROM = ['Nigeria', 'Indonesia', 'Laos', ''];

/** One row in a hundred has no date that can be read: it is rejected. */
export async function writeRows(file: string, rows: number): Promise<void> {
  const out = createWriteStream(file);
  out.write(HEADER);
  let text = '';
  for (let index = 0; index < rows; index++) {
    text += rowOf(index);
    if (text.length < 1_000_000) continue;
    if (!out.write(text)) await once(out, 'drain');
    text = '';
  }
  out.end(text);
  await once(out, 'finish');
}

function rowOf(index: number): string {
  const pick = <Value>(from: readonly Value[], step: number) => from[Math.floor(index / step) % from.length];
  const day = new Date(Date.UTC(2014, 0, 1) + (index % 730) * 86_400_000).toISOString().slice(0, 10);
  return [
    index,
    COUNTRIES[index % COUNTRIES.length],
    pick(TOWNS, 3),
    (index % 60) + 0.25,
    (index % 120) + 0.5,
    index % 100 === 99 ? 'unknown' : day,
    pick(FROM, 7),
    'China',
    index % 3 === 0 ? index % 40 : '',
    index % 2 === 0 ? (index % 5000) / 10 : '',
    pick(WAYS, 5),
    `"Found by a dog in a consignment of fruit, parcel ${index}, as the officer on duty wrote it down."`,
  ]
    .join(',')
    .concat('\n');
}
