// The participants that run here, spread over a few host processes.
import type { ChildProcess } from 'node:child_process';
import type { DataFolder } from '../data-folder.ts';
import { type Child, startChild } from './child.ts';
import type { HostAnswer, HostRequest } from './host.ts';

export interface Hosts {
  readonly ready: Promise<void>;
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
  readonly configs: Map<string, string>;
}

type Task = { start: string } | { stop: string };

/** Starts `count` host processes. A host that ends by itself is started again with its participants. */
export function startHosts(count: number, folder: DataFolder, log: (line: string) => void): Hosts {
  let nextId = 0;
  const hosts: Host[] = Array.from({ length: count }, (_, index) => {
    const configs = new Map<string, string>();
    const child = startChild({
      name: `host ${index + 1}`,
      args: ['host'],
      logFile: `${folder.logs}/host-${index + 1}.log`,
      log,
      onReady: async (started) => {
        await Promise.all([...configs.values()].map((file) => ask(started, { start: file })));
      },
    });
    return { child, configs };
  });

  const ask = (to: ChildProcess | undefined, task: Task) =>
    new Promise<void>((done, fail) => {
      // A host between two lives takes its participants up by itself when it is back.
      if (!to) return done();
      const id = nextId++;
      const settle = (error?: string) => {
        to.off('message', onMessage);
        to.off('exit', onExit);
        if (error === undefined) done();
        else fail(new Error(error));
      };
      const onMessage = (answer: HostAnswer) => {
        if (answer.id === id) settle(answer.error);
      };
      const onExit = () => settle('expected the host to answer, but it ended');
      to.on('message', onMessage);
      to.once('exit', onExit);
      to.send({ id, ...task } satisfies HostRequest, (error) => {
        if (error) settle(error.message);
      });
    });
  const hostOf = (code: string) => hosts.find((host) => host.configs.has(code));

  return {
    ready: Promise.all(hosts.map((host) => host.child.ready)).then(() => {}),
    async start(code, configFile) {
      if (hostOf(code)) return;
      const host = hosts.reduce((least, each) => (each.configs.size < least.configs.size ? each : least));
      host.configs.set(code, configFile);
      try {
        await ask(host.child.process(), { start: configFile });
      } catch (error) {
        host.configs.delete(code);
        throw error;
      }
    },
    async stop(code) {
      const host = hostOf(code);
      if (!host) return;
      host.configs.delete(code);
      await ask(host.child.process(), { stop: code });
    },
    running: () => new Set(hosts.flatMap((host) => [...host.configs.keys()])),
    async close() {
      await Promise.all(hosts.map((host) => host.child.stop()));
    },
  };
}
