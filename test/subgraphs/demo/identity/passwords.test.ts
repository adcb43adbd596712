import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ensurePasswords, passwordCheck } from '#subgraphs/demo/identity/passwords.ts';

describe('passwords', () => {
  it('are made once for each, stay, and go with the person', () => {
    const folder = mkdtempSync(join(tmpdir(), 'passwords-'));
    const file = join(folder, 'passwords.yaml');
    const first = ensurePasswords(file, ['lan', 'wei']);
    expect(first.get('lan')).toMatch(/^([a-z2-9]{4}-){3}[a-z2-9]{4}$/);
    expect(first.get('lan')).not.toBe(first.get('wei'));
    const then = ensurePasswords(file, ['lan', 'emma']);
    expect([then.get('lan'), then.has('wei')]).toEqual([first.get('lan'), false]);
    expect(readFileSync(file, 'utf8')).not.toContain('wei');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    rmSync(folder, { recursive: true });
  });

  it('are refused for a minute after five wrong ones, and a right one begins anew', () => {
    let time = 0;
    const check = passwordCheck(new Map([['lan', 'secret']]), () => time);
    const wrong = (times: number) => Array.from({ length: times }, () => check('lan', 'guess'));
    expect(wrong(4)).toEqual(Array(4).fill('wrong'));
    expect(check('lan', 'secret')).toBe('right');
    expect(wrong(6)).toEqual([...Array<string>(5).fill('wrong'), 'too often']);
    time = 59_999;
    expect(check('lan', 'secret')).toBe('too often');
    time = 60_001;
    expect(check('lan', 'secret')).toBe('right');
  });

  it('know nobody who is not there', () => {
    const check = passwordCheck(new Map([['lan', 'secret']]));
    for (let guess = 0; guess < 20; guess += 1) expect(check('nobody', '')).toBe('wrong');
  });
});
