// The release table and its Cedar schema as text. The files stand beside this one.
import { readFileSync } from 'node:fs';

/** Cedar policies of the release table (shared design, authorization.md, section 2). */
export function releaseTable(): string {
  return readFileSync(new URL('release.cedar', import.meta.url), 'utf8');
}

/** Cedar schema that the table and a participant's own policies are validated against. */
export function releaseSchema(): string {
  return readFileSync(new URL('release.cedarschema', import.meta.url), 'utf8');
}
