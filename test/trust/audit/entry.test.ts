import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { auditEntry, type DisclosureEntry } from '#trust/audit/index.ts';
import { entry } from './logbook-entry.ts';

const disclosure: DisclosureEntry = {
  kind: 'disclosure',
  subject: 'lan',
  agency: 'VN',
  purpose: 'investigation',
  caseReference: 'VN-2024-17',
  gateway: 'gateway-1',
  assertion: randomUUID(),
  case: 'CN-2024-9',
  revision: 3,
  release: { tlp: 'AMBER', handling: 'H1', audience: ['VN', 'VNC04'] },
  classes: ['N1', 'P1'],
};

const TOKEN = 'eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiJsYW4ifQ.c2lnbmF0dXJl';

describe('an audit entry', () => {
  it('records an operation at the gateway, also of somebody without a token', () => {
    expect(auditEntry.parse(entry(1))).toEqual(entry(1));
    expect(auditEntry.parse({ ...entry(1), subject: null, agency: null })).toMatchObject({ subject: null });
    const denied = ['Case', 'Case.suspects', 'Query.cases(filter:)'];
    expect(auditEntry.parse({ ...entry(1), denied })).toMatchObject({ denied });
  });

  it('records a record disclosed at a participant', () => {
    expect(auditEntry.parse(disclosure)).toEqual(disclosure);
  });

  it.each(['token', 'variables', 'query', 'value', 'data', 'at'])('has no place for %s', (name) => {
    expect(auditEntry.safeParse({ ...entry(1), [name]: 'x' }).success).toBe(false);
    expect(auditEntry.safeParse({ ...disclosure, [name]: 'x' }).success).toBe(false);
  });

  it.each(['subject', 'agency', 'purpose', 'caseReference'])('takes no token for %s', (name) => {
    for (const value of [TOKEN, `Bearer ${TOKEN}`]) {
      expect(auditEntry.safeParse({ ...entry(1), [name]: value }).success).toBe(false);
      expect(auditEntry.safeParse({ ...disclosure, [name]: value }).success).toBe(false);
    }
  });

  it.each<[string, object]>([
    ['the text of an operation for its hash', { ...entry(1), operation: '{ cases { id } }' }],
    ['a value with a coordinate', { ...entry(1), disclosed: ['Suspect.name = Minh'] }],
    ['an address for a subgraph', { ...entry(1), contacted: ['http://127.0.0.1:4001/graphql'] }],
    ['a disclosure without a class', { ...disclosure, classes: [] }],
    ['a disclosure of what is never released', { ...disclosure, classes: ['P2'] }],
    ['a disclosure to nobody', { ...disclosure, subject: null }],
    ['a name for the id of a case', { ...disclosure, case: 'Minh' }],
    ['an unknown kind', { ...disclosure, kind: 'note' }],
    ['a line end in a text', { ...disclosure, purpose: 'investigation\nof' }],
    ['half a character', { ...disclosure, purpose: '\ud800' }],
    ['a text without end', { ...disclosure, purpose: 'x'.repeat(513) }],
  ])('is not %s', (_name, value) => {
    expect(auditEntry.safeParse(value).success).toBe(false);
  });
});
