// XML of a workbook as events, in bounded memory. A document type is refused, and with it every entity that a document
// could declare; of entities only XML's own are known.
import { Parser } from 'saxen';
import { ImportError } from '../../errors.ts';

/** Nesting of a part; a rich text in a cell is about ten deep. */
const DEEPEST = 100;
/** Characters between two events: the longest text of a cell is 32,767. */
const LONGEST_TOKEN = 4 * 1024 * 1024;

export interface Listener {
  /** Names come without their prefix. */
  open(name: string, attribute: (name: string) => string | undefined): void;
  close(name: string): void;
  text(text: string): void;
}

/**
 * Yields after each chunk, when its events have been told.
 * @throws ImportError where it is no well-formed XML, or is built to exhaust its reader.
 */
export async function* readXml(
  bytes: AsyncIterable<Uint8Array>,
  part: string,
  listener: Listener,
): AsyncGenerator<void> {
  let depth = 0;
  let written = 0;
  let lastEvent = 0;
  const fault = (what: string) => new ImportError(`expected a workbook, got ${what} in ${part}`);
  const parser = new Parser();
  parser.on('error', (error) => {
    throw error instanceof ImportError ? error : fault(`XML that is not well formed (${error.message})`);
  });
  parser.on('attention', () => {
    throw fault('a document type, which may declare entities without end,');
  });
  parser.on('openTag', (name, attributes, decode) => {
    lastEvent = written;
    depth++;
    if (depth > DEEPEST) throw fault(`elements nested more than ${DEEPEST} deep`);
    listener.open(bare(name), (wanted) => attributeOf(attributes(), wanted, decode));
  });
  parser.on('closeTag', (name) => {
    lastEvent = written;
    depth--;
    listener.close(bare(name));
  });
  parser.on('text', (text, decode) => {
    lastEvent = written;
    listener.text(decode(text));
  });
  parser.on('cdata', (text) => {
    lastEvent = written;
    listener.text(text);
  });
  let decoder: TextDecoder | undefined;
  const write = (text: string) => {
    written += text.length;
    parser.write(text);
    if (written - lastEvent > LONGEST_TOKEN) throw fault('a text without end');
  };
  try {
    for await (const chunk of bytes) {
      decoder ??= new TextDecoder(encodingOf(chunk), { fatal: true });
      write(decoder.decode(chunk, { stream: true }));
      yield;
    }
    if (decoder !== undefined) write(decoder.decode());
  } catch (error) {
    if (error instanceof TypeError) throw fault('bytes that are no text');
    throw error;
  }
  parser.end();
  yield;
}

/** Reads a part to its end, for what the listener keeps. */
export async function readWholeXml(bytes: AsyncIterable<Uint8Array>, part: string, listener: Listener): Promise<void> {
  for await (const _ of readXml(bytes, part, listener));
}

function encodingOf(first: Uint8Array): string {
  if (first[0] === 0xff && first[1] === 0xfe) return 'utf-16le';
  if (first[0] === 0xfe && first[1] === 0xff) return 'utf-16be';
  return 'utf-8';
}

function bare(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

function attributeOf(attributes: Record<string, string>, wanted: string, decode: (text: string) => string) {
  const value = attributes[wanted];
  if (value !== undefined) return decode(value);
  for (const [name, each] of Object.entries(attributes))
    if (bare(name) === wanted && !name.startsWith('xmlns')) return decode(each);
  return undefined;
}
