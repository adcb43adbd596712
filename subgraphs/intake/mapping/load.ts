// Finds and reads a mapping: a shipped one by name, any other by path.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ConfigurationError, parseConfiguration } from '#schema/configuration/read.ts';
import { ImportError, ImportUsageError } from '../errors.ts';
import { checkMapping } from './check.ts';
import { columnsOfMapping, kindOfMapping, mappingFormat } from './format.ts';
import { type AnyMapping, returnFormat } from './return-format.ts';

const SHIPPED = new URL('../mappings/', import.meta.url);

/** Names of the mappings in the project. */
export function shippedMappings(): string[] {
  return readdirSync(SHIPPED)
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => file.slice(0, -'.yaml'.length))
    .toSorted();
}

/**
 * @param nameOrPath name of a shipped mapping, or path of a mapping file.
 * @throws ImportError where there is no such mapping; ConfigurationError with file and line of each fault.
 */
export function loadMapping(nameOrPath: string): AnyMapping {
  const shipped = shippedMappings();
  if (shipped.includes(nameOrPath)) return readMapping(fileURLToPath(new URL(`${nameOrPath}.yaml`, SHIPPED)));
  if (existsSync(nameOrPath)) return readMapping(nameOrPath);
  throw new ImportUsageError(
    `expected a shipped mapping (${shipped.join(', ')}) or the path of a mapping file, got ${nameOrPath}`,
  );
}

function readMapping(file: string): AnyMapping {
  let source: string;
  try {
    source = readFileSync(file, 'utf8');
  } catch (error) {
    throw new ImportError(`expected a readable mapping file, got ${(error as Error).message}`, { cause: error });
  }
  return parseMapping(source, file);
}

/**
 * @param file named in faults.
 * @throws ConfigurationError with file and line of each fault.
 */
export function parseMapping(source: string, file: string): AnyMapping {
  const aliases = new Set(Object.keys(parseConfiguration(source, columnsOfMapping, file).columns));
  const used = new Set<string>();
  const { record } = parseConfiguration(source, kindOfMapping, file);
  const mapping =
    record === 'return'
      ? parseConfiguration(source, returnFormat(aliases, used), file)
      : parseConfiguration(source, mappingFormat(aliases, used), file);
  const faults = checkMapping(mapping, used);
  if (faults.length > 0) throw new ConfigurationError(faults.map((fault) => `${file}: ${fault}`));
  return mapping;
}
