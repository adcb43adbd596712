import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readRoster } from '#schema/roster/roster.ts';
import { boundsOf, readPeople } from '#subgraphs/demo/identity/people.ts';

const roster = readRoster(fileURLToPath(new URL('../../../../schema/participants.yaml', import.meta.url)));

describe('the people of the demonstration', () => {
  it('act for participants on the roster; those of a supporter have statistics alone', () => {
    for (const { id, agency, scopes } of readPeople().values()) {
      const participant = roster.participants.find(({ code }) => code === agency);
      expect(participant, id).toBeDefined();
      if (participant?.kind === 'SUPPORTER') expect(scopes).toEqual(['statistics:read']);
    }
  });

  it('bound what a gateway lets their provider say', () => {
    const bounds = boundsOf(readPeople());
    expect(bounds.participants).toEqual(['CN', 'RILOAP', 'TRAFFIC', 'VN', 'VNC04']);
    expect(bounds.scopes).toContain('case:nominal');
    expect(bounds.purposes).toEqual(['investigation', 'risk-analysis']);
  });
});
