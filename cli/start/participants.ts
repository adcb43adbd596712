// The participants that this machine runs, by the roster: their ports, configuration, published SDL and processes.
import { type Roster, reportingParticipants } from '#schema/roster/roster.ts';
import type { DataFolder } from '../data-folder.ts';
import { UsageError } from '../usage-error.ts';
import type { Hosts } from './hosts.ts';
import { prepareParticipantKey } from './keys.ts';
import { freePort } from './ports.ts';
import { writeParticipantConfig } from './prepare.ts';
import { publishParticipant } from './publish.ts';

export interface Participants {
  /** By code. */
  readonly ports: ReadonlyMap<string, number>;
  /** Gives those that are new on the roster a port and publishes their SDL; stops those that it has no longer. */
  take(roster: Roster): Promise<void>;
  /** Starts those taken that have not been started yet. One that cannot start is down like any other. */
  startNew(): Promise<void>;
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
  const fresh = new Set<string>();

  return {
    ports,
    start: (code) => hosts.start(code, configOf(code)),
    async stop(code) {
      configOf(code);
      await hosts.stop(code);
    },
    async take(roster) {
      const codes = reportingParticipants(roster).map((participant) => participant.code);
      for (const code of [...ports.keys()].filter((each) => !codes.includes(each))) {
        await hosts.stop(code);
        ports.delete(code);
        configs.delete(code);
        fresh.delete(code);
      }
      for (const code of codes.filter((each) => !ports.has(each))) {
        const port = await freePort(firstPort + codes.indexOf(code), new Set([...reserved, ...ports.values()]));
        await prepareParticipantKey(folder, code);
        const file = writeParticipantConfig(folder, code, port);
        publishParticipant(folder, code, file);
        ports.set(code, port);
        configs.set(code, file);
        fresh.add(code);
      }
    },
    async startNew() {
      const codes = [...fresh];
      fresh.clear();
      await Promise.all(
        codes.map((code) =>
          hosts.start(code, configOf(code)).catch((error: Error) => log(`${code} did not start: ${error.message}`)),
        ),
      );
    },
  };
}
