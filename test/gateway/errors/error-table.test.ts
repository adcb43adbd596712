import { GraphQLError } from 'graphql';
import { describe, expect, it } from 'vitest';
import { clientError, ERRORS, errorBody } from '#gateway/errors/error-table.ts';
import { maskError } from '#gateway/errors/mask-error.ts';

describe('the table of errors', () => {
  it('has a status of HTTP and, where it has one, a message that names nothing', () => {
    for (const [code, { status, message }] of Object.entries(ERRORS)) {
      expect(code).toMatch(/^[A-Z_]+$/);
      expect([200, 400, 401, 404, 413, 415, 500, 503]).toContain(status);
      expect(message ?? 'x').not.toMatch(/http|:\/\/|scope|stack/i);
    }
  });

  it('makes the body of an answer that is an error alone', () => {
    expect(JSON.parse(errorBody('UNAUTHENTICATED'))).toEqual({
      errors: [{ message: 'A valid token is required.', extensions: { code: 'UNAUTHENTICATED' } }],
    });
  });
});

describe('masking', () => {
  it('lets a code of the table through with its constant message, its place and its participant, and nothing more', () => {
    const error = clientError('PARTICIPANT_UNAVAILABLE', { participant: 'TH', serviceName: 'th', url: 'http://x' }, [
      'a',
    ]);
    expect(maskError({ ...error.toJSON(), message: 'connect ECONNREFUSED 127.0.0.1' })).toEqual({
      message: ERRORS.PARTICIPANT_UNAVAILABLE.message,
      path: ['a'],
      extensions: { code: 'PARTICIPANT_UNAVAILABLE', participant: 'TH' },
    });
  });

  it.each([
    [new GraphQLError('secret')],
    [new GraphQLError('secret', { extensions: { code: 'DOWNSTREAM_SERVICE_ERROR', stacktrace: ['secret'] } })],
    [new GraphQLError('secret', { extensions: { code: 'constructor' } })],
  ])('makes anything else one constant error', (error) => {
    expect(maskError(error.toJSON())).toEqual({
      message: ERRORS.INTERNAL_SERVER_ERROR.message,
      extensions: { code: 'INTERNAL_SERVER_ERROR' },
    });
  });
});
