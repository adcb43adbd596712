// The participants that this machine runs, by the roster: their ports, configuration, published SDL and processes.
import { type Roster, reportingParticipants } from '#schema/roster/roster.ts';
import type { DataFolder } from '../data-folder.ts';
import { UsageError } from '../usage-error.ts';
import type { Hosts } from './hosts.ts';
import { freePort } from './ports.ts';
import { writeParticipantConfig } from './prepare.ts';
import { publishParticipant } from './publish.ts';

export interface Participants {
  /** By code. */
  readonly ports: ReadonlyMap<string, number>;
  /** Starts those that the roster has and this machine lacks, stops those that it has no longer. */
  follow(roster: Roster): Promise<void>;
  /** @throws UsageError where no such participant runs here. */
  start(code: string): Promise<void>;
  /** @throws UsageError where no such participant runs here. */
  stop(code: string): Promise<void>;
}

/** @param firstPort of the participants; each takes one by its place on the roster, where it is free. */
export function manageParticipants(
  folder: DataFolder,
  hosts: Hosts,
  firstPort: number,
  reserved: readonly number[],
  log: (line: string) => void,
): Participants {
  const ports = new Map<string, number>();
  const configs = new Map<string, string>();

  const configOf = (code: string) => {
    const file = configs.get(code);
    if (file !== undefined) return file;
    throw new UsageError(`expected a participant that runs here (${[...configs.keys()].join(' ')}), got ${code}`);
  };
  const start = async (code: string) => {
    const file = configOf(code);
    publishParticipant(folder, code, file);
    await hosts.start(code, file);
  };

  return {
    ports,
    start,
    async stop(code) {
      configOf(code);
      await hosts.stop(code);
    },
    async follow(roster) {
      const codes = reportingParticipants(roster).map((participant) => participant.code);
      for (const code of [...ports.keys()].filter((each) => !codes.includes(each))) {
        await hosts.stop(code);
        ports.delete(code);
        configs.delete(code);
      }
      const added = codes.filter((code) => !ports.has(code));
      for (const code of added) {
        const port = await freePort(firstPort + codes.indexOf(code), new Set([...reserved, ...ports.values()]));
        ports.set(code, port);
        configs.set(code, writeParticipantConfig(folder, code, port));
      }
      // One that cannot start is down like any other: the campaign goes on without its bodies.
      await Promise.all(
        added.map((code) => start(code).catch((error: Error) => log(`${code} did not start: ${error.message}`))),
      );
    },
  };
}
