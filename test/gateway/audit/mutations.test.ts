// A mutation that could not be put on record was done all the same: it is not done twice, and nothing of it is told.
import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ApolloServer } from '@apollo/server';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type AnyGateway, anySupergraph } from '../server/any-supergraph.ts';
import { HIDDEN, zoo } from '../server/zoo.ts';

const RENAME = 'mutation { rename(to: "x") { id name } }';

const byApollo = vi.spyOn(ApolloServer.prototype, 'executeHTTPGraphQLRequest');

let running: AnyGateway;
afterEach(() => running.close());

describe('a mutation', () => {
  it.each([
    ['prepared', {}, 0],
    ['answered by Apollo Server', { preparedOperations: false }, 1],
  ])('whose entry could not be written is done once, and answered with nothing: %s', async (_, yaml, times) => {
    running = await anySupergraph(zoo(), { ...yaml, audit: { file: 'audit.jsonl', key: 'development.jwk' } });
    const log = join(running.folder, 'audit.jsonl');
    const rename = () => running.ask(RENAME, { as: 's' });
    for (const time of ['first', 'prepared'])
      expect((await rename()).data, time).toEqual({ rename: { id: 'x', name: 'hidden name' } });
    expect(readFileSync(log, 'utf8')).toContain('"disclosed":["Keeper.name"]');
    running.asked();
    byApollo.mockClear();
    // As somebody does who writes to the log without its lock: every append after that fails.
    appendFileSync(log, 'stray\n');
    const { status, text, data, errors } = await rename();
    expect({ status, data, errors }).toEqual({ status: 200, data: null, errors: ['(AUDIT_UNAVAILABLE)'] });
    expect(text).not.toMatch(HIDDEN);
    expect(running.asked().match(/rename/g)).toHaveLength(1);
    expect(byApollo).toHaveBeenCalledTimes(times);
  });
});
