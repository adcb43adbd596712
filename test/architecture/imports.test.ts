// The layout's arrows (shared design, docs/architecture.md): who may import whom.
import { globSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../..');

/** Each place, and the places that it may import from beside itself. The longest name that fits decides. */
const ARROWS: Readonly<Record<string, readonly string[]>> = {
  schema: [],
  trust: ['schema'],
  gateway: ['trust', 'schema'],
  'subgraphs/kit': ['trust', 'schema'],
  'subgraphs/participant': ['subgraphs/kit', 'trust', 'schema'],
  'subgraphs/campaign': ['subgraphs/kit', 'trust', 'schema'],
  'subgraphs/intelligence': ['subgraphs/kit', 'trust', 'schema'],
  'subgraphs/intake': ['subgraphs/kit', 'trust', 'schema'],
  'subgraphs/demo': ['subgraphs/kit', 'subgraphs/intake', 'trust', 'schema'],
  client: [],
  dashboard: ['client'],
  cli: ['gateway', 'subgraphs/', 'client', 'trust', 'schema'],
  bench: ['gateway', 'subgraphs/', 'client', 'trust', 'schema'],
};

function placeOf(file: string): string | undefined {
  return Object.keys(ARROWS)
    .filter((place) => file.startsWith(`${place}/`))
    .toSorted((a, b) => b.length - a.length)[0];
}

function importsOf(file: string): string[] {
  const text = readFileSync(join(ROOT, file), 'utf8');
  const specifiers = [...text.matchAll(/(?:from|import)\s*\(?\s*['"]([^'"]+)['"]/g)].map((match) => match[1] ?? '');
  // A worker or a child named by URL is an import as well.
  const urls = [...text.matchAll(/new URL\(\s*['"]([^'"]+\.ts)['"]/g)].map((match) => match[1] ?? '');
  return [...specifiers, ...urls].flatMap((specifier) => {
    if (specifier.startsWith('#')) return [specifier.slice(1)];
    if (specifier.startsWith('.')) return [relative(ROOT, resolve(ROOT, dirname(file), specifier))];
    return [];
  });
}

function allowed(from: string, to: string): boolean {
  return (
    from === to || (ARROWS[from] ?? []).some((place) => (place.endsWith('/') ? to.startsWith(place) : to === place))
  );
}

const files = globSync('{schema,trust,gateway,subgraphs,client,dashboard,cli,bench}/**/*.{ts,tsx,mjs}', {
  cwd: ROOT,
  exclude: ['**/node_modules/**'],
});

describe('the layout', () => {
  it('is looked at whole', () => {
    expect(files.length).toBeGreaterThan(50);
    for (const place of ['schema', 'gateway', 'subgraphs/kit', 'subgraphs/campaign', 'cli']) {
      expect(files.map(placeOf)).toContain(place);
    }
  });

  it('has every source file in a place that it names', () => {
    expect(files.filter((file) => placeOf(file) === undefined)).toEqual([]);
  });

  it('lets no import go against its arrows', () => {
    const against = files.flatMap((file) => {
      const from = placeOf(file) ?? '';
      return importsOf(file)
        .filter((target) => !allowed(from, placeOf(target) ?? target))
        .map((target) => `${file} -> ${target}`);
    });
    expect(against).toEqual([]);
  });

  it('finds an import that goes against them', () => {
    expect(allowed('gateway', 'subgraphs/kit')).toBe(false);
    expect(allowed('subgraphs/kit', 'gateway')).toBe(false);
    expect(allowed('subgraphs/participant', 'subgraphs/campaign')).toBe(false);
    expect(allowed('schema', 'trust')).toBe(false);
    expect(allowed('dashboard', 'gateway')).toBe(false);
    expect(allowed('cli', 'subgraphs/demo')).toBe(true);
  });
});
