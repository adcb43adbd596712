// POST /checkpoints: where a gateway leaves the checkpoints of its audit log. The signature on a checkpoint says whose it
// is, so no other proof is asked for, and one sent twice changes nothing.
import type { FastifyInstance } from 'fastify';
import { decodeJwt } from 'jose';
import { z } from 'zod';
import type { Checkpoints, Outcome } from './checkpoints.ts';

const body = z.strictObject({ checkpoint: z.string().min(1).max(4_096) });

const STATUS: Readonly<Record<Outcome, number>> = {
  KEPT: 200,
  KNOWN: 200,
  TOO_SOON: 429,
  REFUSED: 403,
  CONFLICT: 409,
};

export function receiveCheckpoints(app: FastifyInstance, checkpoints: Checkpoints): void {
  app.post('/checkpoints', { bodyLimit: 8 * 1024 }, async (request, reply) => {
    const read = body.safeParse(request.body);
    if (!read.success) return reply.code(400).send({ outcome: 'MALFORMED' });
    const { checkpoint } = read.data;
    const outcome = await checkpoints.take(claimedProcess(checkpoint), checkpoint);
    return reply.code(STATUS[outcome]).send({ outcome });
  });
}

/** Only which keys to look for: whether it is so, the signature tells. */
function claimedProcess(checkpoint: string): string {
  try {
    const { process } = decodeJwt<{ process?: unknown }>(checkpoint);
    return typeof process === 'string' ? process : '';
  } catch {
    return '';
  }
}
