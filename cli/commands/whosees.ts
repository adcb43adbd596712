// `campaign whosees`: for an owner, who could read what of one of its cases today, and by which rule.
import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import type { CaseSights } from '#subgraphs/participant/who-sees.ts';
import { dataFolder } from '../data-folder.ts';
import { UsageError } from '../usage-error.ts';

interface Options {
  config?: string;
  json: boolean;
}

export function whoseesCommand(program: Command): void {
  program
    .command('whosees <case>')
    .description("who could read what of a participant's own case today, and by which rule")
    .option('--config <file>', "configuration of the participant's subgraph; by default the one in the data folder")
    .option('--json', 'one line of JSON', false)
    .action(async (id: string, { config, json }: Options) => {
      const { readParticipantConfig } = await import('#subgraphs/participant/config.ts');
      const { whoSeesCase } = await import('#subgraphs/participant/who-sees.ts');
      const file = config ?? configuredFor(id);
      const participant = readParticipantConfig(file);
      if (!existsSync(participant.databaseFile)) {
        throw new UsageError(`expected cases of ${participant.code} in ${participant.databaseFile}, got no such file`);
      }
      const found = await whoSeesCase(participant, id);
      if (found === undefined) throw new UsageError(`expected the id of a case of ${participant.code}, got ${id}`);
      process.stdout.write(json ? `${JSON.stringify(found)}\n` : inWords(found));
    });
}

/** The participant's configuration in the data folder, by the code that the id begins with. */
function configuredFor(id: string): string {
  const code = /^([A-Z][A-Z0-9]{1,15})-./.exec(id)?.[1];
  if (code === undefined) {
    throw new UsageError(`expected the id of a case, such as VN-OMD5-000001 (participant, hyphen, key), got ${id}`);
  }
  const file = dataFolder().participantConfig(code);
  if (existsSync(file)) return file;
  throw new UsageError(
    `expected a participant ${code} configured in ${dataFolder().config}, got none; \`campaign start\` writes it, --config names another`,
  );
}

function inWords({ id, revision, phase, profile, visibleTo, sights, readers }: CaseSights): string {
  const { tlp, handling, audience, members, accessUntil, narrativeClass } = profile;
  const known = visibleTo.scope === 'ALL' ? 'every participant' : named(visibleTo.participants);
  const head = [
    `${id}, revision ${revision}: ${tlp}, ${handling}; audience ${named(audience)}; narrative ${narrativeClass ?? 'none'}`,
    `phase ${phase ?? 'none'}: members ${named(members)}${accessUntil === undefined ? '' : `, reading above N0 until ${accessUntil}`}`,
    `known to ${known}`,
    ...readers.map(({ service, behind, at }) =>
      behind === 0
        ? `${service} has taken all changes (${at})`
        : `${service} has not taken the last ${behind} changes (read last ${at}): it may show an older release`,
    ),
  ];
  const rows = sights.map(({ agency, releaseClass, scopes, purpose, rules, closedBy }) => [
    agency,
    releaseClass,
    scopes.join(' '),
    purpose ?? '-',
    closedBy.length === 0 ? rules.join(' ') : `closed by ${closedBy.join(', ')}`,
  ]);
  return `${head.join('\n')}\n\n${table([['AGENCY', 'CLASS', 'SCOPES', 'PURPOSE', 'RULE'], ...rows])}`;
}

function named(codes: readonly string[]): string {
  return codes.length === 0 ? 'nobody' : codes.join(' ');
}

function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ');
  return rows.map((row) => `${line(row).trimEnd()}\n`).join('');
}
