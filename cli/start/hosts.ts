// The participants that run here, spread over a few host processes.
import type { DataFolder } from '../data-folder.ts';
import { type Child, startChild } from './child.ts';
import { type HostChannel, openHostChannel } from './host-channel.ts';

export interface Hosts {
  readonly ready: Promise<unknown>;
  /** Starts the participant of this configuration file; nothing happens where it runs already. */
  start(code: string, configFile: string): Promise<void>;
  /** Stops the participant; nothing happens where it is stopped. */
  stop(code: string): Promise<void>;
  /** Codes of the participants that should be running. */
  running(): ReadonlySet<string>;
  close(): Promise<void>;
}

interface Host {
  readonly child: Child;
  /** Configuration files of the participants that should run here, by code. */
  readonly configs: Map<string, string>;
  /** Undefined between two lives: the next takes the participants up by itself. */
  channel: HostChannel | undefined;
}

/** Starts `count` host processes. A host that ends by itself is started again with its participants. */
export function startHosts(count: number, folder: DataFolder, log: (line: string) => void): Hosts {
  const hosts = Array.from({ length: count }, (_, index) => startHost(`host-${index + 1}`, folder, log));
  const hostOf = (code: string) => hosts.find((host) => host.configs.has(code));

  return {
    ready: Promise.all(hosts.map((host) => host.child.ready)),
    async start(code, configFile) {
      if (hostOf(code)) return;
      const host = hosts.reduce((least, each) => (each.configs.size < least.configs.size ? each : least));
      host.configs.set(code, configFile);
      try {
        await host.channel?.ask({ start: configFile });
      } catch (error) {
        host.configs.delete(code);
        throw error;
      }
    },
    async stop(code) {
      const host = hostOf(code);
      host?.configs.delete(code);
      await host?.channel?.ask({ stop: code });
    },
    running: () => new Set(hosts.flatMap((host) => [...host.configs.keys()])),
    async close() {
      await Promise.all(hosts.map((host) => host.child.stop()));
    },
  };
}

function startHost(name: string, folder: DataFolder, log: (line: string) => void): Host {
  const configs = new Map<string, string>();
  const child = startChild({
    name,
    args: ['host'],
    logFile: `${folder.logs}/${name}.log`,
    log,
    async onReady(started) {
      const channel = openHostChannel(started);
      host.channel = channel;
      started.once('exit', () => {
        host.channel = undefined;
      });
      await Promise.all(
        [...configs].map(([code, file]) =>
          channel.ask({ start: file }).catch((error: Error) => log(`${code} did not start: ${error.message}`)),
        ),
      );
    },
  });
  const host: Host = { child, configs, channel: undefined };
  return host;
}
