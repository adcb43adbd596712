// Writes the manifest of the client's operations, from the documents that codegen made. `--check` writes nothing and
// fails where the file is not what would be written.
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as generated from '#client/generated/graphql.ts';
import { manifestOf } from '#client/manifest.ts';
import { writeIfChanged } from '#schema/configuration/write.ts';

const FILE = fileURLToPath(new URL('../client/generated/operations.json', import.meta.url));

const documents = Object.values(generated).filter((each) => each instanceof generated.TypedDocumentString);
const text = `${JSON.stringify(manifestOf(documents.map(String)), null, 2)}\n`;
if (!process.argv.includes('--check')) writeIfChanged(FILE, text);
else if (!existsSync(FILE) || readFileSync(FILE, 'utf8') !== text) {
  process.stderr.write('client/generated/operations.json: expected what `npm run generate` writes\n');
  process.exitCode = 1;
}
