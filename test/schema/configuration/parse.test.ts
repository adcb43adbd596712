import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ConfigurationError, parseConfiguration } from '#schema/configuration/read.ts';

const schema = z.strictObject({ name: z.string(), list: z.array(z.strictObject({ size: z.int() })).optional() });
const faultsOf = (text: string): readonly string[] => {
  try {
    parseConfiguration(text, schema, 'x.yaml');
  } catch (error) {
    if (error instanceof ConfigurationError) return error.faults;
    throw error;
  }
  return [];
};

describe('a configuration file', () => {
  it('gives its checked value', () => {
    expect(parseConfiguration('name: one\nlist: [{ size: 2 }]', schema, 'x.yaml')).toEqual({
      name: 'one',
      list: [{ size: 2 }],
    });
  });

  it('is refused with the line of each fault, unknown keys among them', () => {
    expect(faultsOf('name: one\nlist:\n  - size: 1\n  - size: two\n')[0]).toMatch(
      /^x\.yaml:4: list\.1\.size: .*expected/,
    );
    expect(faultsOf('name: one\n\nnaem: two\n')[0]).toMatch(/^x\.yaml:3: .*naem/);
    expect(faultsOf('name: [')[0]).toMatch(/^x\.yaml:\d+: /);
  });

  it('is refused where its aliases multiply without end', () => {
    const levels = Array.from(
      { length: 12 },
      (_, index) => `a${index + 1}: &a${index + 1} [${`*a${index},`.repeat(9)}]`,
    );
    const [fault] = faultsOf(['a0: &a0 [x]', ...levels].join('\n'));
    expect(fault).toMatch(/^x\.yaml:1: expected values that can be read/);
  });

  it('is refused where it nests without end', () => {
    expect(faultsOf(`name: ${'['.repeat(20_000)}`)[0]).toMatch(/^x\.yaml:1: /);
  });
});
