import { describe, expect, it } from 'vitest';
import { consentPage, errorPage, loginPage } from '#subgraphs/demo/identity/pages.ts';

const HOSTILE = `"><script>alert(1)</script>'&`;
const person = {
  id: HOSTILE,
  name: HOSTILE,
  role: HOSTILE,
  agency: 'VN',
  scopes: [],
  purposes: [],
};

describe('a page', () => {
  it.each([
    [
      'to sign in',
      loginPage({ people: [person], passwords: HOSTILE, client: HOSTILE, chosen: HOSTILE, fault: HOSTILE }),
    ],
    ['to agree', consentPage({ person, client: HOSTILE, granted: [HOSTILE], denied: [HOSTILE] })],
    ['of an error', errorPage(HOSTILE, HOSTILE)],
  ])('%s shows text as text', (_, html) => {
    expect(html).not.toContain('<script');
    expect(html).toContain('&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&#39;&amp;');
  });
});
