// What goes wrong while a prepared operation is carried out is told as Apollo Server would tell it.
import type { FastifyReply, FastifyRequest } from 'fastify';
import { GraphQLError } from 'graphql';
import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { ANONYMOUS } from '#gateway/authentication/caller.ts';
import type { CampaignGateway } from '#gateway/execution/campaign-gateway.ts';
import { answerPrepared } from '#gateway/server/answer-prepared.ts';

const MASKED = {
  message: 'Something went wrong; the response header x-request-id names it.',
  extensions: { code: 'INTERNAL_SERVER_ERROR' },
};

async function answered(answer: ReturnType<CampaignGateway['answerPrepared']>) {
  const log: string[] = [];
  const reply = {
    code: (status: number) => Object.assign(reply, { status }),
    header: () => reply,
    status: 0,
  };
  const request = {
    raw: { method: 'POST', url: '/graphql', headers: { host: 'h', 'content-type': 'application/json' } },
    protocol: 'http',
    hostname: 'h',
    body: { query: '{ a }' },
    caller: ANONYMOUS,
    id: 'the request',
  };
  const gateway = { answerPrepared: () => answer } as unknown as CampaignGateway;
  const logger = pino({}, { write: (line: string) => void log.push(line) });
  const answering = answerPrepared(gateway, '/graphql', logger);
  const text = await answering(request as unknown as FastifyRequest, reply as unknown as FastifyReply);
  return { text, status: reply.status, log: log.join('\n') };
}

describe('a prepared operation in which something goes wrong', () => {
  it('says nothing of an error that is not in the table but where it is, and logs it', async () => {
    const error = new GraphQLError('database at 10.0.0.7 is locked', {
      path: ['a', 0],
      extensions: { code: 'SQLITE_BUSY', serviceName: 'th', participant: 'TH' },
    });
    const { text, status, log } = await answered(Promise.resolve({ data: { a: null }, errors: [error] }));
    expect(status).toBe(200);
    expect(text).toBe(
      `${JSON.stringify({
        errors: [{ message: MASKED.message, path: ['a', 0], extensions: { ...MASKED.extensions, participant: 'TH' } }],
        data: { a: null },
      })}\n`,
    );
    expect(log).toContain('database at 10.0.0.7 is locked');
    expect(log).toContain('the request');
  });

  it.each([
    ['an error', new Error('at 10.0.0.7')],
    ['an error of GraphQL without a code', new GraphQLError('at 10.0.0.7')],
    ['what is no error', 'at 10.0.0.7'],
  ])('is status 500 and nothing else where it throws %s', async (_, thrown) => {
    const failing = Promise.resolve().then(() => {
      throw thrown;
    });
    const { text, status, log } = await answered(failing);
    expect([status, text]).toEqual([500, `${JSON.stringify({ errors: [MASKED] })}\n`]);
    expect(log).toContain('at 10.0.0.7');
  });

  it('is left to Apollo Server where it is none that was prepared', async () => {
    expect((await answered(undefined)).text).toBeUndefined();
  });
});
