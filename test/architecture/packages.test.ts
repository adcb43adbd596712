// Packages of which a second copy breaks everything: their classes are compared by identity.
import { globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../..');

function copies(name: string): { path: string; version: string }[] {
  return globSync([`node_modules/${name}/package.json`, `node_modules/**/node_modules/${name}/package.json`], {
    cwd: ROOT,
  }).map((path) => {
    const { version } = JSON.parse(readFileSync(join(ROOT, path), 'utf8')) as { version: string };
    return { path, version };
  });
}

describe('the installed packages', () => {
  it.each([
    'graphql',
    '@apollo/federation-internals',
    '@apollo/query-planner',
    '@apollo/query-graphs',
    '@apollo/composition',
  ])('hold one copy of %s', (name) => {
    expect(copies(name)).toHaveLength(1);
  });

  it('plan with exactly the version that the gateway brings', () => {
    const [gateway] = copies('@apollo/gateway');
    for (const name of ['@apollo/federation-internals', '@apollo/query-planner', '@apollo/composition']) {
      expect(copies(name)[0]?.version, name).toBe(gateway?.version);
    }
  });
});
