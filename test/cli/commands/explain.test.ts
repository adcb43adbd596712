import { describe, expect, it } from 'vitest';
import { errorPart } from '#gateway/errors/document.ts';
import { ERRORS } from '#gateway/errors/error-table.ts';
import { runCommand } from '../../e2e/running-campaign.ts';

const explain = (...args: string[]) => runCommand('.', ['explain', ...args]);

describe('campaign explain', () => {
  it('prints the part of the page for a code, in whatever case it is given', async () => {
    expect(await explain('participant_unavailable')).toEqual({
      code: 0,
      stdout: errorPart('PARTICIPANT_UNAVAILABLE'),
      stderr: '',
    });
  });

  it('lists every code', async () => {
    const { code, stdout } = await explain();
    expect(code).toBe(0);
    expect(stdout.split('\n').map((line) => line.split(' ')[0])).toEqual([...Object.keys(ERRORS), '']);
  });

  it('refuses what is no code', async () => {
    for (const given of ['NOTHING', 'constructor', '__proto__']) {
      expect(await explain(given)).toEqual({
        code: 2,
        stdout: '',
        stderr: `campaign: expected one of the codes that \`campaign explain\` lists, got ${given}\n`,
      });
    }
  });
});
