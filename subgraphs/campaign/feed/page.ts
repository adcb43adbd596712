// Asks a participant for one page of its feed, and bounds what it may answer: time, bytes, entries.
import { type Dispatcher, errors, request } from 'undici';
import { z } from 'zod';
import { ASSERTION_HEADER } from '#trust/assertion/index.ts';
import { CHECKPOINT_HEADER } from '#trust/audit/index.ts';
import { LONGEST_ANSWER } from './connections.ts';
import { FeedFault } from './fault.ts';

const query = (returns: string) => `query CaseFeed($after: String, $first: Int!) {
  caseFeed(after: $after, first: $first) {
    cursor
    more
    entries {
      caseId revision changedAt deleted
      head { reference phase kind form seizedIn reportedAt provenance { source compiledBy url } }
      facts {
        drugs taxa origin transit seizedAt destination mode kilograms
        quantities { commodity unit value kilograms }
      }
      visibleTo { scope participants }
    }${returns}
  }
}`;

const QUERY = query(`
    returns {
      returnId revision changedAt deleted
      content {
        phase period kind commodity name country events unit quantity kilograms reportedAt
        provenance { source compiledBy url }
      }
      visibleTo { scope participants }
    }`);
/** For a participant that does not know statistical returns yet: nobody has to upgrade with the hub. */
const QUERY_BEFORE_RETURNS = query('');

export interface FeedPage {
  readonly cursor: string;
  readonly more: boolean;
  /** Of cases, then of returns. Not yet checked. */
  readonly entries: readonly unknown[];
  /** The last checkpoint of the participant's audit log, not yet checked; undefined where none was shown. */
  readonly checkpoint: string | undefined;
}

export interface PageRequest {
  readonly url: string;
  /** The hub's own, for this subgraph. */
  readonly assertion: string;
  readonly after: string | null;
  readonly first: number;
  /** For the whole answer, milliseconds. */
  readonly timeout: number;
  readonly signal: AbortSignal;
}

const answer = z.object({
  data: z.object({ caseFeed: z.unknown() }).nullish(),
  errors: z.array(z.object({ message: z.string(), extensions: z.object({ code: z.unknown() }).optional() })).optional(),
});
/** Kept, sent back and logged: bounded, and nothing but what can be read. */
const cursor = z.string().regex(/^[\x20-\x7e]{1,1000}$/, 'expected 1 to 1000 printable ASCII characters');
const page = z.strictObject({
  cursor,
  more: z.boolean(),
  entries: z.array(z.unknown()),
  returns: z.array(z.unknown()).nullish(),
});

/** @throws FeedFault */
export async function askPage(dispatcher: Dispatcher, asked: PageRequest): Promise<FeedPage> {
  let { status, body, checkpoint } = await post(dispatcher, asked, QUERY);
  let parsed = answer.safeParse(jsonOf(body));
  if (parsed.data?.errors?.[0]?.extensions?.code === 'GRAPHQL_VALIDATION_FAILED') {
    ({ status, body, checkpoint } = await post(dispatcher, asked, QUERY_BEFORE_RETURNS));
    parsed = answer.safeParse(jsonOf(body));
  }
  if (!parsed.success) throw new FeedFault('SILENT', `expected the answer of a feed, got HTTP status ${status}`);
  const { data, errors: met = [] } = parsed.data;
  // An older kit says BAD_USER_INPUT of a cursor that it cannot read.
  const refused = asked.after === null ? ['CURSOR_UNKNOWN'] : ['CURSOR_UNKNOWN', 'BAD_USER_INPUT'];
  const unknown = met.find(({ extensions }) => refused.includes(String(extensions?.code)));
  if (unknown !== undefined) {
    throw new FeedFault('CURSOR_UNKNOWN', `expected a known cursor, got ${String(unknown.extensions?.code)}`);
  }
  if (met[0] !== undefined) {
    throw new FeedFault('WRONG', `expected a page, got an error: ${met[0].message.slice(0, 200)}`);
  }
  const checked = page.safeParse(data?.caseFeed);
  if (!checked.success) {
    const what = checked.error.issues
      .map(({ path, message }) => `${path.map(String).join('.')}: ${message}`)
      .join('; ');
    throw new FeedFault('WRONG', `expected a page, got ${what.slice(0, 200)}`);
  }
  const { entries, returns, ...rest } = checked.data;
  const all = [...entries, ...(returns ?? [])];
  if (all.length > asked.first) {
    throw new FeedFault('WRONG', `expected at most ${asked.first} entries, got ${all.length}`);
  }
  return { ...rest, entries: all, checkpoint };
}

interface Posted {
  readonly status: number;
  readonly body: string;
  readonly checkpoint: string | undefined;
}

async function post(dispatcher: Dispatcher, asked: PageRequest, text: string): Promise<Posted> {
  const { url, assertion, after, first, timeout, signal } = asked;
  const send = async () => {
    const response = await request(url, {
      dispatcher,
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json', [ASSERTION_HEADER]: assertion },
      body: JSON.stringify({ query: text, variables: { after, first } }),
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeout)]),
    });
    const shown = response.headers[CHECKPOINT_HEADER];
    const checkpoint = typeof shown === 'string' ? shown : undefined;
    return { status: response.statusCode, body: await response.body.text(), checkpoint };
  };
  try {
    return await send().catch((error: unknown) => {
      // A connection kept alive may be closed by the other side just as it is used again.
      if (isBroken(error)) return send();
      throw error;
    });
  } catch (error) {
    if (error instanceof errors.ResponseExceededMaxSizeError) {
      throw new FeedFault('WRONG', `expected an answer of at most ${LONGEST_ANSWER} bytes, got more`, { cause: error });
    }
    const what = error instanceof Error ? error.message : String(error);
    throw new FeedFault('SILENT', `expected an answer within ${timeout} ms, got ${what}`, { cause: error });
  }
}

function isBroken(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'UND_ERR_SOCKET' || code === 'ECONNRESET' || code === 'EPIPE';
}

function jsonOf(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
