// The campaign that an import reports to: one phase a calendar year, its members the participants with cases in it.
// Later imports add phases and members; nothing is ever taken out, and what stands in the file stays as it is.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Document, isMap, isSeq, parseDocument, type YAMLMap, YAMLSeq } from 'yaml';
import { type CampaignFile, campaignSchema, readCampaignFile } from '#schema/campaigns/campaign-file.ts';
import { ConfigurationError, parseConfiguration } from '#schema/configuration/read.ts';
import { writeIfChanged } from '#schema/configuration/write.ts';
import { ImportUsageError } from '../errors.ts';
import type { Mapping } from '../mapping/format.ts';
import { withLock } from './lock.ts';

export interface CampaignOptions {
  /** Folder of the campaign files. */
  readonly folder: string;
  readonly code: string;
  /** What a new file is made with. */
  readonly made: Mapping['campaign'];
}

/** Codes of the members, by year. */
export type Members = ReadonlyMap<number, ReadonlySet<string>>;

/** The file of a campaign; its code is a part of the path, so it is checked before. */
export function campaignFile({ folder, code }: Pick<CampaignOptions, 'folder' | 'code'>): string {
  if (!/^[A-Z][A-Z0-9]{1,15}$/.test(code))
    throw new ImportUsageError(`expected a campaign code such as PANGOLIN (2 to 16 capitals and digits), got ${code}`);
  return join(folder, `${code}.yaml`);
}

/**
 * Sees, before anything is written, that an import may add to this campaign.
 * @throws ImportUsageError where it may not; ConfigurationError where the file on disk cannot be read.
 */
export function checkCampaign(options: Pick<CampaignOptions, 'folder' | 'code'>): void {
  const file = campaignFile(options);
  if (existsSync(file)) checkMade(readCampaignFile(file), options.code, file);
}

/** A new phase or member changes who reads a campaign; where its phases are an agreement, no import makes one. */
function checkMade(campaign: CampaignFile, code: string, file: string): void {
  if (campaign.code !== code)
    throw new ImportUsageError(`${file}: expected the campaign ${code}, got the code ${campaign.code}`);
  for (const { number, startsOn, endsOn } of campaign.phases)
    if (startsOn !== `${number}-01-01` || endsOn !== `${number}-12-31`)
      throw new ImportUsageError(
        `${file}: expected a campaign with one phase a calendar year, as an import makes it, got phase ${number} from ${startsOn} to ${endsOn ?? 'an open end'}; import into a campaign of its own`,
      );
}

/**
 * Makes the campaign where there is none, and sees that it has these phases and members.
 * @throws ConfigurationError where the file on disk cannot be read; ImportUsageError where no import may add to it.
 */
export async function ensureCampaign(options: CampaignOptions, members: Members): Promise<void> {
  const file = campaignFile(options);
  await withLock(`${file}.lock`, () => {
    const source = existsSync(file) ? readFileSync(file, 'utf8') : undefined;
    if (source !== undefined) checkMade(parseConfiguration(source, campaignSchema, file), options.code, file);
    const document = source === undefined ? newCampaign(options) : parseDocument(source, { schema: 'core' });
    let changed = source === undefined;
    const phases = phasesOf(document, file);
    for (const [year, codes] of members) changed = addPhase(phases, year, codes, options, document) || changed;
    if (!changed) return;
    const text = document.toString({ lineWidth: 0 });
    parseConfiguration(text, campaignSchema, file);
    writeIfChanged(file, text);
  });
}

function newCampaign({ code, made }: CampaignOptions): Document {
  const document = new Document(
    {
      code,
      name: made?.name ?? code,
      ...(made?.description !== undefined && { description: made.description }),
      phases: [],
    },
    { schema: 'core' },
  );
  document.commentBefore = ' Made by an import: one phase a calendar year. Later imports add phases and members.';
  return document;
}

function phasesOf(document: Document, file: string): YAMLSeq {
  const phases = document.get('phases', true);
  if (isSeq(phases)) return phases;
  if (!isMap(document.contents)) throw new ConfigurationError([`${file}: expected a campaign`]);
  const empty = new YAMLSeq();
  document.set('phases', empty);
  return empty;
}

function addPhase(
  phases: YAMLSeq,
  year: number,
  codes: ReadonlySet<string>,
  { made }: CampaignOptions,
  document: Document,
): boolean {
  // An empty list made in flow style would keep everything on one line.
  phases.flow = false;
  const known = phases.items.find((each): each is YAMLMap => isMap(each) && each.get('number') === year);
  if (known !== undefined) return addMembers(known, codes, document);
  const phase = document.createNode({
    number: year,
    name: String(year),
    startsOn: `${year}-01-01`,
    endsOn: `${year}-12-31`,
    ...(made?.accessUntil !== undefined && { accessUntil: made.accessUntil }),
  });
  addMembers(phase, codes, document);
  const later = phases.items.findIndex((each) => isMap(each) && Number(each.get('number')) > year);
  phases.items.splice(later < 0 ? phases.items.length : later, 0, phase);
  return true;
}

function addMembers(phase: YAMLMap, codes: ReadonlySet<string>, document: Document): boolean {
  const list = phase.get('participants', true);
  const before = isSeq(list) ? (list.toJSON() as string[]) : [];
  const missing = [...codes].filter((code) => !before.includes(code)).toSorted();
  if (missing.length === 0) return false;
  if (isSeq(list)) for (const code of missing) list.add(document.createNode(code));
  else {
    const own = document.createNode(missing);
    own.flow = true;
    phase.set('participants', own);
  }
  return true;
}
