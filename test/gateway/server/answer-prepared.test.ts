// What goes wrong while a prepared operation is carried out is told as Apollo Server would tell it.
import type { FastifyReply, FastifyRequest } from 'fastify';
import { GraphQLError } from 'graphql';
import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { ANONYMOUS } from '#gateway/authentication/caller.ts';
import type { CampaignGateway } from '#gateway/execution/campaign-gateway.ts';
import type { Answer } from '#gateway/execution/executor.ts';
import { answerPrepared } from '#gateway/server/answer-prepared.ts';

type Data = Readonly<Record<string, unknown>> | null;

const MASKED = {
  message: 'Something went wrong; the response header x-request-id names it.',
  extensions: { code: 'INTERNAL_SERVER_ERROR' },
};

/** @param answer with its data as it is; it is given in the form that is asked for. */
async function answered(answer: Promise<Answer<Data>> | undefined) {
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
  const gateway = {
    answerPrepared: (...[, , , , form]: Parameters<CampaignGateway['answerPrepared']>) =>
      answer?.then((given) => ({ ...given, data: form(given.data) })),
  } as unknown as CampaignGateway;
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
    const { text, status, log } = await answered(
      Promise.resolve({ data: { a: null }, errors: [error], extensions: undefined }),
    );
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

  it.each([
    ['short', { a: 'b' }],
    // More characters of other scripts than a string is sent as it is with.
    ['long', { a: 'ຂ້າວ'.repeat(5_000), b: 'é' }],
  ])('is the bytes that Apollo Server writes, whatever it has besides data that is %s', async (_, data) => {
    const errors = [new GraphQLError('no', { extensions: { code: 'PARTICIPANT_UNAVAILABLE' } })];
    const extensions = { participants: [{ code: 'TH', state: 'ANSWERED' }] };
    for (const given of [
      { data, errors: [], extensions: undefined },
      { data, errors, extensions: undefined },
      { data, errors: [], extensions },
      { data, errors, extensions },
      { data: null, errors, extensions },
    ]) {
      const { text } = await answered(Promise.resolve(given as unknown as Answer<Data>));
      const told = JSON.parse(String(text)) as { errors?: unknown };
      expect(told.errors !== undefined).toBe(given.errors.length > 0);
      const { errors: written } = told;
      expect(String(text)).toBe(
        `${JSON.stringify({ errors: written, data: given.data, extensions: given.extensions })}\n`,
      );
    }
  });

  it('is left to Apollo Server where it is none that was prepared', async () => {
    expect((await answered(undefined)).text).toBeUndefined();
  });
});
