// The supervisor's own door, on loopback and with a secret: `campaign demo stop|start CODE` comes in here.
import { randomBytes, timingSafeEqual } from 'node:crypto';
import fastify from 'fastify';
import { UsageError } from '../usage-error.ts';

export interface Participants {
  stop(code: string): Promise<void>;
  start(code: string): Promise<void>;
}

export interface Control {
  readonly url: string;
  readonly secret: string;
  close(): Promise<void>;
}

/** Serves `POST /participants/<code>/stop|start` to whoever holds the secret; anyone else gets 401. */
export async function serveControl(participants: Participants): Promise<Control> {
  const secret = randomBytes(32).toString('base64url');
  const expected = Buffer.from(`Bearer ${secret}`);
  const server = fastify({ forceCloseConnections: true });
  server.addHook('onRequest', async (request, reply) => {
    const got = Buffer.from(request.headers.authorization ?? '');
    if (got.length !== expected.length || !timingSafeEqual(got, expected)) await reply.code(401).send();
  });
  for (const task of ['stop', 'start'] as const) {
    server.post<{ Params: { code: string } }>(`/participants/:code/${task}`, async (request, reply) => {
      try {
        await participants[task](request.params.code);
        return { done: true };
      } catch (error) {
        return reply.code(error instanceof UsageError ? 400 : 500).send({ error: (error as Error).message });
      }
    });
  }
  const url = await server.listen({ host: '127.0.0.1', port: 0 });
  return { url, secret, close: () => server.close() };
}
