// A process that hosts several participants, each with its own port and database; told by its parent which.
import { readParticipantConfig } from '#subgraphs/participant/config.ts';
import { startParticipant } from '#subgraphs/participant/start.ts';
import { untilStopped } from '../lifetime.ts';

/** From the parent: start the participant of this configuration file, or stop the participant with this code. */
export type HostRequest = { id: number } & ({ start: string } | { stop: string });
/** To the parent: done, or why not. */
export type HostAnswer = { id: number; error?: string };

type Running = Awaited<ReturnType<typeof startParticipant>>;

/** Runs until stopped. Requests are handled one after the other. */
export async function runHost(): Promise<never> {
  const running = new Map<string, Running>();
  let queue: Promise<void> = Promise.resolve();

  const handle = async (request: HostRequest) => {
    if ('start' in request) {
      const config = readParticipantConfig(request.start);
      if (running.has(config.code)) return;
      running.set(config.code, await startParticipant(config));
    } else {
      const participant = running.get(request.stop);
      running.delete(request.stop);
      await participant?.close();
    }
  };
  process.on('message', (request: HostRequest) => {
    queue = queue.then(async () => {
      const answer: HostAnswer = { id: request.id };
      try {
        await handle(request);
      } catch (error) {
        answer.error = error instanceof Error ? error.message : String(error);
      }
      process.send?.(answer);
    });
  });
  process.stdout.write('ready host\n');
  return untilStopped(async () => {
    await queue;
    await Promise.all([...running.values()].map((participant) => participant.close()));
  });
}
