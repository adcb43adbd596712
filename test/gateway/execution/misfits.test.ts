import { describe, expect, it } from 'vitest';
import type { Flaw } from '#gateway/execution/compiled-operation.ts';
import { misfitsOf } from '#gateway/execution/misfits.ts';
import { CallFailure, type FailureKind } from '#gateway/transport/call-failure.ts';
import { noReports, reportErrors } from '#gateway/transport/reports.ts';

const flaw = (at: string, subgraphs: string[], isMissing = false): Flaw => ({ path: [at], subgraphs, isMissing });

function told(flaws: readonly Flaw[], failures: Record<string, FailureKind> = {}, errors: readonly string[] = []) {
  const reports = noReports();
  for (const [name, kind] of Object.entries(failures)) reports.failures.set(name, new CallFailure(kind, 'x'));
  for (const name of errors) reportErrors(reports, name, [{ code: undefined, message: '', path: undefined }]);
  const { bySubgraph, nobodys } = misfitsOf(flaws, reports);
  return { ...Object.fromEntries(bySubgraph), nobodys };
}

describe('what does not fit', () => {
  it('is each one\u2019s that was asked for the place', () => {
    expect(told([flaw('a', ['th']), flaw('b', ['th', 'vn']), flaw('c', ['vn'])])).toEqual({
      th: [['a'], ['b']],
      vn: [['b'], ['c']],
      nobodys: [],
    });
  });

  it('is nobody\u2019s where nobody was asked', () => {
    expect(told([flaw('a', [])])).toEqual({ nobodys: [['a']] });
  });

  it.each<[string, Record<string, FailureKind>, string[]]>([
    ['failed', { th: 'timeout' }, []],
    ['answered an error', {}, ['th']],
  ])('is no news of one that %s, nor of others that were asked, where nothing is there', (_, failures, errors) => {
    const flaws = [flaw('a', ['th'], true), flaw('b', ['th', 'vn'], true)];
    expect(told(flaws, failures, errors)).toEqual({ nobodys: [] });
  });

  it('is not of one that failed, where something is there: another said it', () => {
    expect(told([flaw('a', ['th', 'vn'])], { th: 'timeout' })).toEqual({ vn: [['a']], nobodys: [] });
  });

  it('is still told of one of which a part was found not to fit', () => {
    expect(told([flaw('a', ['th'], true)], { th: 'misfit' })).toEqual({ th: [['a']], nobodys: [] });
  });

  it('is told twenty times of one', () => {
    const flaws = Array.from({ length: 100 }, (_, index) => flaw(`a${index}`, ['th']));
    expect(told([...flaws, flaw('b', ['vn'])])).toMatchObject({ th: { length: 20 }, vn: [['b']] });
    expect(told(flaws.map(({ path }) => ({ path, subgraphs: [], isMissing: true }))).nobodys).toHaveLength(20);
  });
});
