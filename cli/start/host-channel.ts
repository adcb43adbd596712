// Questions to one host process and its answers, matched by number.
import type { ChildProcess } from 'node:child_process';
import type { HostAnswer, HostRequest } from './host.ts';

export type HostTask = { start: string } | { stop: string };

export interface HostChannel {
  /** Settles when the host has done the task; rejects with its reason where it could not, or ended. */
  ask(task: HostTask): Promise<void>;
}

interface Waiting {
  done(): void;
  fail(error: Error): void;
}

export function openHostChannel(host: ChildProcess): HostChannel {
  const waiting = new Map<number, Waiting>();
  let nextId = 0;
  host.on('message', (answer: HostAnswer) => {
    const one = waiting.get(answer.id);
    waiting.delete(answer.id);
    if (answer.error === undefined) one?.done();
    else one?.fail(new Error(answer.error));
  });
  host.once('exit', () => {
    for (const one of waiting.values()) one.fail(new Error('expected the host to answer, but it ended'));
    waiting.clear();
  });
  return {
    ask: (task) =>
      new Promise((done, fail) => {
        const id = nextId++;
        waiting.set(id, { done, fail });
        host.send({ id, ...task } satisfies HostRequest, (error) => {
          if (error && waiting.delete(id)) fail(error);
        });
      }),
  };
}
