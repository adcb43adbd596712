// The whole campaign on this machine: hub, participants, gateway, identity provider, each in its process; follows the roster.
// Order on a change (architecture.md): roster, hub, supergraph, gateway.
import { readdirSync } from 'node:fs';
import { basename } from 'node:path';
import { ensureDevelopmentKey } from '#gateway/authentication/development-key.ts';
import { readText } from '#schema/configuration/read-text.ts';
import { watchFiles } from '#schema/configuration/watch.ts';
import { type Roster, readRoster, reportingParticipants } from '#schema/roster/roster.ts';
import { issuerOf } from '#subgraphs/demo/identity/config.ts';
import type { DataFolder } from '../data-folder.ts';
import { GATEWAY_FLAGS } from '../gateway-flags.ts';
import { UsageError } from '../usage-error.ts';
import { startChild } from './child.ts';
import { serveControl } from './control.ts';
import { gatewayKnows } from './gateway-knows.ts';
import { startHosts } from './hosts.ts';
import { prepareKeys } from './keys.ts';
import { manageParticipants } from './participants.ts';
import { freePort, isFree } from './ports.ts';
import { prepareRoster, writeGatewayConfig, writeHubConfig, writeIdentityConfig } from './prepare.ts';
import { hubSdlDigest, publishAddresses, publishHub } from './publish.ts';
import { readRun, removeRun, writeRun } from './run-file.ts';
import { runSeed } from './seed.ts';
import { hubSays } from './wait.ts';

/** The demonstration's limit is four; two serve two cores. */
const HOSTS = 2;
const PATIENCE_MS = 45_000;

export interface Campaign {
  /** Address of the gateway, once it answers and the hub has read every feed. */
  readonly ready: Promise<string>;
  /** Ends every process started here, at any moment. */
  close(): Promise<void>;
}

/**
 * Starts everything, seeded on the first start.
 * @param port of the gateway; the hub takes the next, the identity provider the one after, participants those from a hundred on, where they are free.
 */
export function startCampaign(folder: DataFolder, port: number, log: (line: string) => void): Campaign {
  const closers: (() => Promise<void> | void)[] = [];
  let closed = false;
  /** What starts after `close` began would be left running: it is closed at once. */
  const own = <T extends { close(): Promise<void> | void }>(started: T): T => {
    closers.push(() => started.close());
    if (closed) void started.close();
    return started;
  };
  const child = (name: string, ...args: string[]) => {
    const flags = name === 'gateway' ? GATEWAY_FLAGS : [];
    const started = startChild({ name, args, flags, logFile: `${folder.logs}/${name}.log`, log });
    own({ close: () => started.stop() });
    return started.ready;
  };

  const start = async () => {
    const other = readRun(folder);
    if (other)
      throw new UsageError(
        `expected a data folder not in use, got one that runs at ${other.gateway} (process ${other.pid})`,
      );
    prepareRoster(folder);
    await ensureDevelopmentKey(folder.keys);
    await prepareKeys(folder);
    await runSeed(folder.root, own);

    if (!(await isFree(port))) throw new UsageError(`expected PORT to be a free port, got ${port}, which is in use`);
    const hubPort = await freePort(port + 1, new Set([port]));
    const identityPort = await freePort(port + 2, new Set([port, hubPort]));
    const hosts = own(startHosts(HOSTS, folder, log));
    const participants = manageParticipants(folder, hosts, port + 100, [port, hubPort, identityPort], log);
    const publish = (roster: Roster) => {
      publishHub(folder, roster);
      publishAddresses(folder, folder.supergraph, hubPort, participants.ports);
    };
    const openFeeds = () => publishAddresses(folder, folder.feeds, hubPort, participants.ports);
    const started = Promise.withResolvers<void>();
    const followRoster = async () => {
      await started.promise;
      const text = readText(folder.roster);
      const changed = readRoster(folder.roster);
      await participants.take(changed);
      await participants.startNew();
      // A gateway that knew a type before the hub did would ask the hub for it in vain.
      const digest = hubSdlDigest(changed);
      let changedAgain = false;
      const taken = await hubSays(
        hubPort,
        ({ sdl }) => {
          changedAgain = readText(folder.roster) !== text;
          return changedAgain || sdl === digest;
        },
        PATIENCE_MS,
      );
      // The hub goes by what the roster says now, and never by this; the watch calls again for it.
      if (changedAgain) return;
      if (!taken) {
        log('the hub has not taken this roster up; the supergraph stays as it was');
        return;
      }
      publish(changed);
      const reporting = reportingParticipants(changed);
      const types = reporting.map((participant) => participant.caseType);
      const agency = reporting[0]?.code ?? '';
      if (!(await gatewayKnows(port, folder.developmentKey, agency, types, PATIENCE_MS))) {
        log('the gateway has not taken this roster up; see its log');
      }
      openFeeds();
    };
    // Before the roster is read: no change falls in between.
    own(
      watchFiles(
        () => [folder.roster],
        followRoster,
        (error) => log(`the roster was not taken up: ${String(error)}`),
      ),
    );
    const roster = readRoster(folder.roster);
    await participants.take(roster);
    publish(roster);
    openFeeds();
    await Promise.all([
      child('hub', 'subgraph', 'campaign', '--config', writeHubConfig(folder, hubPort)),
      child('gateway', 'gateway', '--config', writeGatewayConfig(folder, port, identityPort)),
      child('identity', 'identity', '--config', writeIdentityConfig(folder, identityPort)),
      hosts.ready.then(() => participants.startNew()),
    ]);
    started.resolve();
    const control = own(await serveControl(participants));
    await feedsRead(folder, hubPort, hosts.running(), log);
    const gateway = `http://127.0.0.1:${port}/graphql`;
    own({ close: () => removeRun(folder) });
    writeRun(folder, {
      pid: process.pid,
      control: control.url,
      secret: control.secret,
      gateway,
      identity: issuerOf({ port: identityPort }),
    });
    return gateway;
  };

  return {
    ready: start(),
    async close() {
      closed = true;
      await Promise.all(closers.map(async (each) => each()));
    },
  };
}

/** A feed that cannot be read holds the start up for a while, not for good. */
async function feedsRead(
  folder: DataFolder,
  hubPort: number,
  running: ReadonlySet<string>,
  log: (line: string) => void,
): Promise<void> {
  const campaigns = readdirSync(folder.campaigns)
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => basename(file, '.yaml'));
  let open: string[] = [];
  const all = await hubSays(
    hubPort,
    (health) => {
      const current = new Set(health.feeds.filter((feed) => feed.state === 'CURRENT').map((feed) => feed.participant));
      open = [
        ...[...running].filter((code) => !current.has(code)),
        ...campaigns.filter((code) => !health.campaigns.includes(code)),
      ];
      return open.length === 0;
    },
    PATIENCE_MS,
  );
  if (!all) log(`the hub has not read everything yet; still open: ${open.join(' ')}`);
}
