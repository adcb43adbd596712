// Configuration of a participant's subgraph: one YAML file. Paths in it are taken from its own folder.
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { parse } from 'graphql';
import { z } from 'zod';
import { ConfigurationError, readConfiguration } from '#schema/configuration/read.ts';
import { subgraphListen, trustedService } from '#schema/configuration/values.ts';
import { nationalAddition } from '#schema/release/national.ts';
import { participantCode, type ReportingParticipant, type Roster, readRoster } from '#schema/roster/roster.ts';
import type { ParticipantAudit } from '#subgraphs/kit/audit/open.ts';
import { listenOf, refineListen, type SubgraphListen } from '#subgraphs/kit/server/listen.ts';
import type { TrustedIssuer } from '#trust/assertion/index.ts';
import { checkNational } from './national-sdl.ts';
import { participantSchema } from './schema.ts';

export const participantConfigSchema = z
  .strictObject({
    participant: participantCode,
    /** File of the roster. */
    roster: z.string().min(1),
    listen: subgraphListen,
    database: z.strictObject({ file: z.string().min(1) }),
    /** Whom it answers: the gateway about its callers, the hub for the feed. */
    trust: z.strictObject(
      { gateway: trustedService, hub: trustedService },
      {
        error: (issue) =>
          issue.input === undefined
            ? 'expected { gateway: …, hub: … }, got nothing: it would answer nobody'
            : undefined,
      },
    ),
    /** The audit log, made where there is none, and the private key (JWK) that signs its checkpoints. */
    audit: z.strictObject(
      { file: z.string().min(1), key: z.string().min(1) },
      {
        error: (issue) =>
          issue.input === undefined
            ? 'expected { file: …, key: … }, got nothing: what it discloses is put on record'
            : undefined,
      },
    ),
    /** File of the participant's own SDL. */
    national: z.string().min(1).optional(),
    /** Folder of the campaign files: who is a member of which phase. Without it others read nothing above class N0. */
    campaigns: z.string().min(1).optional(),
    /** File, or folder of `*.cedar`, of the participant's own release policies. */
    policies: z.string().min(1).optional(),
  })
  .superRefine(refineListen);

export interface ParticipantConfig {
  readonly code: string;
  /** As on the roster. */
  readonly participant: ReportingParticipant;
  readonly listen: SubgraphListen;
  /** Absolute path of the roster. */
  readonly rosterFile: string;
  /** Absolute path. */
  readonly databaseFile: string;
  /** Whose assertions are taken, and for what; absolute paths. */
  readonly trust: readonly TrustedIssuer[];
  /** Absolute paths. */
  readonly audit: ParticipantAudit;
  /** SDL of the participant's own, checked. */
  readonly national: string | undefined;
  /** Absolute path of the folder of campaign files. */
  readonly campaigns?: string | undefined;
  /** Absolute path of the participant's own release policies. */
  readonly policies?: string | undefined;
}

/**
 * Reads and checks `file`, the roster that it names and the national SDL.
 * @throws ConfigurationError with file and line of each fault; so too where the participant is not on the roster or
 * reports no cases.
 */
export function readParticipantConfig(file: string): ParticipantConfig {
  const config = readConfiguration(file, participantConfigSchema);
  const path = (name: string) => resolve(dirname(file), name);
  const { gateway, hub } = config.trust;
  const trust: TrustedIssuer[] = [
    { kind: 'gateway', issuer: gateway.issuer, keys: { jwks: path(gateway.jwks.file) }, names: gateway.names },
    { kind: 'feed', issuer: hub.issuer, keys: { jwks: path(hub.jwks.file) }, names: hub.names },
  ];
  const rosterFile = path(config.roster);
  const participant = reporting(readRoster(rosterFile), config.participant, file, rosterFile);
  const national = config.national === undefined ? undefined : readNational(path(config.national), participant);
  return {
    code: participant.code,
    participant,
    listen: listenOf(file, config.listen),
    rosterFile,
    databaseFile: path(config.database.file),
    trust,
    audit: { file: path(config.audit.file), key: path(config.audit.key) },
    national,
    campaigns: config.campaigns === undefined ? undefined : path(config.campaigns),
    policies: config.policies === undefined ? undefined : path(config.policies),
  };
}

function reporting(roster: Roster, code: string, file: string, rosterFile: string): ReportingParticipant {
  const found = roster.participants.find((each) => each.code === code);
  if (found === undefined) {
    throw new ConfigurationError([`${file}: participant: expected a code on the roster ${rosterFile}, got ${code}`]);
  }
  const { caseType } = found;
  if (caseType === undefined) {
    throw new ConfigurationError([
      `${file}: participant: expected one that reports cases, got ${code}, which has no caseType on the roster ${rosterFile}`,
    ]);
  }
  return { ...found, caseType };
}

function readNational(file: string, participant: ReportingParticipant): string {
  const sdl = readText(file);
  const faults = checkNational(participant, sdl);
  if (faults.length > 0) throw new ConfigurationError(faults.map((fault) => `${file}:${fault}`));
  const { faults: classes } = nationalAddition(parse(sdl), participant.caseType);
  if (classes.length > 0) throw new ConfigurationError(classes.map((fault) => `${file}: ${fault}`));
  try {
    // With the contract: a type that is not declared, a field declared otherwise than there.
    participantSchema(participant, sdl);
  } catch (error) {
    throw new ConfigurationError([`${file}: ${error instanceof Error ? error.message : String(error)}`]);
  }
  return sdl;
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new ConfigurationError([`${file}: expected a readable file, got ${(error as NodeJS.ErrnoException).code}`]);
  }
}
