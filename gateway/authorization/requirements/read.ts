// Reads the rights that a composed schema demands, from its unstripped SDL. Whatever is not understood whole is refused:
// a gateway that starts enforces everything that the schema says.
import { GraphQLError, parse } from 'graphql';
import { readDeclared } from './declared.ts';
import { readLinks } from './links.ts';
import { checkRequiredInputs } from './required-inputs.ts';
import { RequirementsError } from './requirements-error.ts';
import { SchemaRequirements } from './schema-requirements.ts';
import { checkLinks } from './security.ts';

/**
 * @param supergraphSdl as composed, security directives and their links in it.
 * @throws RequirementsError naming each coordinate, what was expected and what was got.
 */
export function readRequirements(supergraphSdl: string): SchemaRequirements {
  const problems: string[] = [];
  const document = parsed(supergraphSdl);
  const links = readLinks(document, problems);
  checkLinks(links, problems);
  const types = readDeclared(document, links, problems);
  if (problems.length > 0) throw new RequirementsError(problems);
  const requirements = build(() => new SchemaRequirements(types));
  requirements.guards.check(problems);
  build(() => checkRequiredInputs(types, requirements, problems));
  if (problems.length > 0) throw new RequirementsError(problems);
  return requirements;
}

function parsed(sdl: string) {
  try {
    return parse(sdl, { noLocation: true });
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    throw new RequirementsError([`schema: expected SDL, got: ${error.message}`]);
  }
}

function build<T>(make: () => T): T {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new RequirementsError([`schema: ${error.message}`]);
  }
}
