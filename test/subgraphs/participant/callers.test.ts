// A real participant: what opens which of its fields.
import { describe, expect, test } from 'vitest';
import { participantResolvers } from '#subgraphs/kit/resolvers/participant.ts';
import { badAssertions } from '../bad-assertions.ts';
import { fullRecord, smallRecord } from '../kit/full-record.ts';
import { asGateway, GATEWAY_CALLER } from '../signing.ts';
import { CASE_TYPE, runningParticipant } from './running-participant.ts';

const FEED = '{ caseFeed { cursor entries { caseId } } }';
const BODIES = `{ _entities(representations: [{ __typename: "${CASE_TYPE}", id: "${fullRecord.id}" }]) { __typename } }`;

describe('a participant', () => {
  test('answers its feed to the hub, and not to a gateway', async () => {
    const participant = await runningParticipant([smallRecord(1)]);
    expect((await participant.feed(FEED)).data).toMatchObject({ caseFeed: { entries: [{ caseId: 'VN-1' }] } });
    const { status, data, errors } = await participant.ask(FEED);
    expect([status, data, errors?.[0]?.extensions.code]).toEqual([403, undefined, 'FORBIDDEN']);
  });

  test('answers its cases to a gateway, and not to the hub', async () => {
    const participant = await runningParticipant([fullRecord]);
    expect((await participant.ask(BODIES)).data).toEqual({ _entities: [{ __typename: CASE_TYPE }] });
    for (const query of [BODIES, '{ _service { sdl } }', `{ caseFeed { cursor } ${BODIES.slice(1)}`]) {
      const { status, data, errors } = await participant.feed(query);
      expect([status, data, errors?.[0]?.extensions.code]).toEqual([403, undefined, 'FORBIDDEN']);
    }
  });

  test('answers nobody by an assertion for another participant, or by none', async () => {
    const participant = await runningParticipant([fullRecord]);
    for (const headers of [{}, await asGateway('th'), await asGateway('VN'), await asGateway('campaign')]) {
      const response = await fetch(participant.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify({ query: BODIES }),
      });
      expect(response.status).toBe(401);
    }
  });

  test('answers no bad assertion, whatever it asks for', async () => {
    const participant = await runningParticipant([fullRecord]);
    for (const [what, headers] of await badAssertions('vn')) {
      for (const query of [BODIES, FEED, '{ _service { sdl } }', '{ __schema { types { name } } }']) {
        const { status } = await fetch(participant.url, {
          method: 'POST',
          headers: { 'content-type': 'application/json', ...headers },
          body: JSON.stringify({ query }),
        });
        expect(status, `${what}: ${query}`).toBe(401);
      }
    }
    expect(await participant.ask(BODIES)).toMatchObject({ status: 200 });
  });

  test('keeps its feed to the hub even where the server would let somebody else through', () => {
    const { Query } = participantResolvers(CASE_TYPE, []) as {
      Query: { caseFeed(root: unknown, asked: object, context: object): unknown };
    };
    const store = new Proxy({}, { get: () => expect.unreachable('the store was read') });
    expect(() => Query.caseFeed({}, {}, { caller: GATEWAY_CALLER, store })).toThrow(
      /expected a request that this caller/,
    );
  });
});
