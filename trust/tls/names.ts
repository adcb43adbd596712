// The names that a certificate gives its owner: what tells a gateway's certificate from that of another agency's
// subgraph, though one authority signed both.
import type { X509Certificate } from 'node:crypto';

/** One entry of Node's text: a value that might be mistaken for more than one is quoted there, as JSON. */
const ENTRY = /([A-Za-z ]+):("(?:[^"\\]|\\.)*"|[^",]*)(?:, |$)/y;

/**
 * DNS names and URIs of the subject's alternative names. The common name is none: authorities check it less. A text that
 * is not understood whole gives no name at all.
 */
export function namesOf({ subjectAltName = '' }: Pick<X509Certificate, 'subjectAltName'>): ReadonlySet<string> {
  const names = new Set<string>();
  ENTRY.lastIndex = 0;
  while (ENTRY.lastIndex < subjectAltName.length) {
    const found = ENTRY.exec(subjectAltName);
    if (found === null) return new Set();
    const [, kind, value = ''] = found;
    if (kind === 'DNS' || kind === 'URI') names.add(value.startsWith('"') ? textOf(value) : value);
  }
  return names;
}

function textOf(quoted: string): string {
  try {
    return String(JSON.parse(quoted));
  } catch {
    return '';
  }
}
