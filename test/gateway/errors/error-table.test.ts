import { globSync, readFileSync } from 'node:fs';
import { GraphQLError } from 'graphql';
import { describe, expect, it } from 'vitest';
import { errorPart, errorsPage } from '#gateway/errors/document.ts';
import { clientError, ERRORS, type ErrorCode, errorBody, isErrorCode } from '#gateway/errors/error-table.ts';
import { maskError } from '#gateway/errors/mask-error.ts';

describe('the table of errors', () => {
  it('has a status of HTTP and, where it has one, a message that names nothing', () => {
    for (const [code, { status, message }] of Object.entries(ERRORS)) {
      expect(code).toMatch(/^[A-Z_]+$/);
      expect([200, 400, 401, 403, 404, 413, 415, 500, 503]).toContain(status);
      expect(message ?? 'x').not.toMatch(/http|:\/\/|scope|stack/i);
    }
  });

  it('makes the body of an answer that is an error alone', () => {
    expect(JSON.parse(errorBody('UNAUTHENTICATED'))).toEqual({
      errors: [{ message: 'A valid token is required.', extensions: { code: 'UNAUTHENTICATED' } }],
    });
  });
});

describe('the page of errors', () => {
  const page = readFileSync(new URL('../../../docs/errors.md', import.meta.url), 'utf8');

  it('has exactly the codes of the table, in its order, each with its status and message', () => {
    const parts = page.split(/^### /m).slice(1);
    expect(parts.map((part) => part.split('\n')[0])).toEqual(Object.keys(ERRORS));
    for (const part of parts) {
      const code = part.split('\n')[0] as ErrorCode;
      expect(`### ${part}`.trimEnd()).toBe(errorPart(code).trimEnd());
      expect(part).toContain(`HTTP ${ERRORS[code].status};`);
      if (ERRORS[code].message !== null) expect(part).toContain(ERRORS[code].message);
    }
    expect(page.endsWith(errorsPage())).toBe(true);
  });

  it('names no code anywhere that clients cannot get', () => {
    const named = page.match(/\b[A-Z]+(?:_[A-Z]+)+\b/g) ?? [];
    expect(named.filter((each) => !isErrorCode(each))).toEqual([]);
    expect(named).toContain('UNAUTHORIZED_FIELD_OR_TYPE');
  });

  it('says of each code what it means and what to do', () => {
    for (const { means, act } of Object.values(ERRORS)) {
      expect(means).toMatch(/\.$/);
      expect(act).toMatch(/\.$/);
    }
  });

  it('is what the types allow: each code thrown in the gateway stands in the table', () => {
    const root = new URL('../../../gateway/', import.meta.url);
    const thrown = globSync('**/*.ts', { cwd: root }).flatMap((file) => {
      const text = readFileSync(new URL(file, root), 'utf8');
      return [...text.matchAll(/\bcode: '([A-Z_]+)'/g), ...text.matchAll(/clientError\('([A-Z_]+)'/g)].map(
        ([, code]) => code,
      );
    });
    expect(thrown.length).toBeGreaterThan(5);
    expect(thrown.filter((code) => !isErrorCode(code))).toEqual([]);
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
