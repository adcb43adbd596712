// `campaign case`: one record without a file. It writes to the participant's own database in the data folder, whether or
// not the campaign is running; standard output is the record's id and revision, or what was asked to be shown.
import type { Command } from 'commander';
import type { MinimalOptions } from '#subgraphs/intake/entry/minimal.ts';
import { UsageError } from '../usage-error.ts';

/** How long a command waits for a hub that runs to read the change, milliseconds. */
const PATIENCE = 8_000;

interface Common {
  json: boolean;
  wait: boolean;
}

interface EntryOptions extends Common, MinimalOptions {
  participant: string;
}

interface ReleaseOptions extends Common {
  tlp?: string;
  handling?: string;
  restriction?: string;
  audience?: string;
  reviewOn?: string;
}

interface DeleteOptions extends Common {
  mapping?: string;
  campaign?: string;
  participant?: string;
  yes: boolean;
}

export function caseCommand(program: Command): void {
  const group = program.command('case').description('enter, change, release, remove and show one record');
  add(group);
  edit(group);
  release(group);
  remove(group);
  show(group);
}

function add(group: Command): void {
  const command = group
    .command('add [form]')
    .description('a new case, from a form in YAML or JSON (`-` is standard input), or by options alone')
    .requiredOption('--participant <code>', 'who reports it')
    .option('--phase <id>', 'phase that it is reported to, for example OMD-8')
    .option('--kind <kind>', 'DRUG, PRECURSOR, WILDLIFE, TIMBER or OTHER; without it, that of the goods')
    .option('--seized <when>', 'YYYY-MM-DD, YYYY-MM or YYYY')
    .option('--drug <name>', 'drug, as on the code list')
    .option('--substance <name>', 'precursor')
    .option('--taxon <name>', 'taxon, with --term')
    .option('--term <term>', 'CITES term, by code or English name')
    .option('--goods <words>', 'goods of any other kind')
    .option('--quantity <number>', 'amount, with --unit')
    .option('--unit <unit>', 'KILOGRAM, GRAM, PIECE, HEAD …')
    .option('--country <code>', 'country of the seizure')
    .option('--place <name>', 'place of the seizure')
    .option('--id <id>', 'id of the case; without it one is made from the reference')
    .option('--reference <text>', "the participant's own reference")
    .option('--tlp <tlp>', 'CLEAR, GREEN, AMBER, AMBER_STRICT or RED')
    .option('--handling <code>', 'H0, H1, H2 or H3')
    .option('--audience <codes>', 'participants that it is released to by name, with commas');
  common(command).action(async (form: string | undefined, options: EntryOptions) => {
    const { addCase } = await import('#subgraphs/intake/entry/records.ts');
    const { atParticipant } = await import('../case/place.ts');
    const { minimalCase } = await import('#subgraphs/intake/entry/minimal.ts');
    const fields = { ...(await formOf(form)), ...minimalCase(options) };
    await atParticipant(options.participant, async (place) => {
      const entry = { form: form === undefined ? 'MINIMAL' : 'FULL', ...fields };
      await told(await addCase(place, entry), place, options);
    });
  });
}

function edit(group: Command): void {
  const command = group
    .command('edit <id> [form]')
    .description(
      'change fields of a case or return: those of the form take the place of those before, null takes one out',
    )
    .option('--phase <id>', 'moves it to this phase, be it of another campaign')
    .option('--reference <text>', "the participant's own reference")
    .option('--kind <kind>', 'DRUG, PRECURSOR, WILDLIFE, TIMBER or OTHER')
    .option('--seized <when>', 'YYYY-MM-DD, YYYY-MM or YYYY');
  common(command).action(
    async (
      id: string,
      form: string | undefined,
      options: Common & Pick<MinimalOptions, 'phase' | 'reference' | 'kind' | 'seized'>,
    ) => {
      const { editRecord } = await import('#subgraphs/intake/entry/records.ts');
      const { minimalCase } = await import('#subgraphs/intake/entry/minimal.ts');
      const { atRecord } = await import('../case/place.ts');
      const changes = { ...(await formOf(form)), ...minimalCase(options) };
      if (Object.keys(changes).length === 0)
        throw new UsageError('expected a form or options that change something, got none');
      await atRecord(id, async (place) => told(await editRecord(place, id, changes), place, options));
    },
  );
}

function release(group: Command): void {
  const command = group
    .command('release <id>')
    .description('change the release of a case or return; says whether the hub has it, or how stale it is')
    .option('--tlp <tlp>', 'CLEAR, GREEN, AMBER, AMBER_STRICT or RED')
    .option('--handling <code>', 'H0, H1, H2 or H3')
    .option('--restriction <text>', 'words of an H3')
    .option('--audience <codes>', 'participants that it is released to by name, with commas; "" for none')
    .option('--review-on <day>', 'when the release is to be looked at again, YYYY-MM-DD');
  common(command).action(async (id: string, options: ReleaseOptions) => {
    const { releaseRecord } = await import('#subgraphs/intake/entry/records.ts');
    const { profileOf } = await import('#subgraphs/intake/entry/minimal.ts');
    const { atRecord } = await import('../case/place.ts');
    const profile = profileOf(options);
    if (profile === undefined) throw new UsageError('expected --tlp, --handling, --audience or the like, got none');
    await atRecord(id, async (place) => told(await releaseRecord(place, id, profile), place, options));
  });
}

function remove(group: Command): void {
  const command = group
    .command('delete [id]')
    .description('remove a case or return, or with --mapping and --campaign all that one brought into the other')
    .option('--mapping <name>', 'mapping that brought the records in')
    .option('--campaign <code>', 'campaign that they were brought into')
    .option('--participant <code>', 'of this participant alone')
    .option('--yes', 'removes many at once', false);
  common(command).action(async (id: string | undefined, options: DeleteOptions) => {
    const { mapping, campaign, participant, yes } = options;
    if (id === undefined) {
      if (mapping === undefined || campaign === undefined)
        throw new UsageError('expected an id, or --mapping and --campaign, got neither');
      const { removeImported } = await import('../case/bulk.ts');
      const result = await removeImported({
        mapping,
        campaign,
        yes,
        ...(participant === undefined ? {} : { participant }),
      });
      process.stdout.write(options.json ? `${JSON.stringify(result)}\n` : `${result.removed} removed\n`);
      return;
    }
    if (mapping !== undefined || campaign !== undefined)
      throw new UsageError('expected an id, or --mapping and --campaign, got both');
    const { removeRecord } = await import('#subgraphs/intake/entry/records.ts');
    const { atRecord } = await import('../case/place.ts');
    await atRecord(id, async (place) => told(await removeRecord(place, id), place, options));
  });
}

function show(group: Command): void {
  group
    .command('show <id>')
    .description('the record as its owner keeps it, in the form that `add` and `edit` read')
    .option('--history', 'every revision: when, by whom, from which file and row, which fields', false)
    .option('--nominal', 'persons and the sealed part as well (classes P1 and P2)', false)
    .option('--json', 'JSON instead of YAML', false)
    .action(async (id: string, options: { history: boolean; nominal: boolean; json: boolean }) => {
      const { asText, shownHistory, shownRecord } = await import('../case/show.ts');
      const { atRecord } = await import('../case/place.ts');
      await atRecord(id, async ({ store }) => {
        const history = await store.history(id);
        const shown = options.history ? shownHistory(id, history) : shownRecord(id, history, options.nominal);
        process.stdout.write(asText(shown, options.json));
      });
    });
}

function common(command: Command): Command {
  return command
    .option('--no-wait', 'do not wait for a running hub to read the change')
    .option('--json', 'one line of JSON on standard output', false);
}

async function formOf(form: string | undefined): Promise<Readonly<Record<string, unknown>>> {
  if (form === undefined) return {};
  const { readFormFile } = await import('#subgraphs/intake/entry/form.ts');
  return readFormFile(form);
}

async function told(
  { id, revision, changed }: { id: string; revision: number; changed: boolean },
  place: Parameters<typeof import('../case/hub-has-it.ts').hubHasIt>[0],
  { json, wait }: Common,
): Promise<void> {
  const { readRun } = await import('../start/run-file.ts');
  const { hubHasIt } = await import('../case/hub-has-it.ts');
  process.stdout.write(json ? `${JSON.stringify({ id, revision, changed })}\n` : `${id} revision ${revision}\n`);
  if (!changed) process.stderr.write('unchanged: the store holds it so already\n');
  else {
    const running = readRun(place.folder) !== undefined;
    process.stderr.write(`${await hubHasIt(place, wait && running ? PATIENCE : 0)}\n`);
  }
}
