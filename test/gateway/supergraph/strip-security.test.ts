import { parse, visit } from 'graphql';
import { describe, expect, it } from 'vitest';
import { stripSecurity } from '#gateway/supergraph/strip-security.ts';

/** A supergraph in little; `links` and `body` are the case's own. */
function supergraph(links: string, body: string): string {
  return `
    schema @link(url: "https://specs.apollo.dev/link/v1.0") @link(url: "https://specs.apollo.dev/join/v0.5", for: EXECUTION) ${links} { query: Query }
    directive @join__type(graph: String!) repeatable on OBJECT
    ${body}`;
}

function directivesIn(sdl: string): Set<string> {
  const names = new Set<string>();
  visit(parse(sdl), {
    Directive: (node) => void names.add(node.name.value),
    DirectiveDefinition: (node) => void names.add(node.name.value),
  });
  return names;
}

describe('stripping the security features', () => {
  it('takes links, definitions, scalars and applications away, and nothing else', () => {
    const { sdl, applications } = stripSecurity(
      supergraph(
        '@link(url: "https://specs.apollo.dev/authenticated/v0.1", for: SECURITY) @link(url: "https://specs.apollo.dev/requiresScopes/v0.1", for: SECURITY) @link(url: "https://specs.apollo.dev/policy/v0.1", for: SECURITY) @link(url: "https://specs.apollo.dev/inaccessible/v0.2", for: SECURITY)',
        `directive @authenticated on FIELD_DEFINITION | OBJECT
         directive @requiresScopes(scopes: [[requiresScopes__Scope!]!]!) on FIELD_DEFINITION | OBJECT
         directive @policy(policies: [[policy__Policy!]!]!) on FIELD_DEFINITION | OBJECT
         directive @inaccessible on FIELD_DEFINITION
         scalar requiresScopes__Scope scalar policy__Policy scalar Policy
         type Query @join__type(graph: "A") @authenticated { a: Policy @policy(policies: [["p"]]) @inaccessible b: Int @requiresScopes(scopes: [["s"]]) }`,
      ),
    );
    expect(applications).toBe(3);
    expect(directivesIn(sdl)).toEqual(new Set(['link', 'join__type', 'inaccessible']));
    expect(sdl).not.toMatch(/authenticated|requiresScopes|policy/);
    expect(sdl).toMatch(/scalar Policy\b/);
    expect(sdl).toContain('specs.apollo.dev/inaccessible/v0.2');
  });

  it('goes by identity: under another prefix', () => {
    const { sdl, applications } = stripSecurity(
      supergraph(
        '@link(url: "https://specs.apollo.dev/requiresScopes/v0.1", as: "gate", for: SECURITY)',
        `directive @gate(scopes: [[gate__Scope!]!]!) on FIELD_DEFINITION scalar gate__Scope
         type Query { a: Int @gate(scopes: [["s"]]) }`,
      ),
    );
    expect(applications).toBe(1);
    expect(sdl).not.toContain('gate');
  });

  it('goes by identity: under an imported name', () => {
    const { sdl, applications } = stripSecurity(
      supergraph(
        '@link(url: "https://specs.apollo.dev/policy/v0.1", import: [{name: "@policy", as: "@rule"}, {name: "Policy", as: "RuleName"}], for: SECURITY)',
        `directive @rule(policies: [[RuleName!]!]!) on FIELD_DEFINITION scalar RuleName
         type Query { a: Int @rule(policies: [["p"]]) }`,
      ),
    );
    expect(applications).toBe(1);
    expect(sdl).not.toMatch(/rule/i);
  });

  it('leaves a directive of the same name from elsewhere alone', () => {
    const { sdl, applications } = stripSecurity(
      supergraph('', 'directive @authenticated on FIELD_DEFINITION type Query { a: Int @authenticated }'),
    );
    expect(applications).toBe(0);
    expect(directivesIn(sdl)).toContain('authenticated');
  });

  it('refuses a version that it does not know', () => {
    const sdl = supergraph(
      '@link(url: "https://specs.apollo.dev/policy/v0.2", for: SECURITY)',
      'type Query { a: Int }',
    );
    expect(() => stripSecurity(sdl)).toThrow(
      'expected https://specs.apollo.dev/policy/v0.1, got https://specs.apollo.dev/policy/v0.2',
    );
  });
});
