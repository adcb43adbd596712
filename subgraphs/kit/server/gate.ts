// The door of a subgraph: each request needs exactly one good assertion, and it is looked at before anything is parsed.
import type { FastifyReply, FastifyRequest } from 'fastify';
import {
  ASSERTION_HEADER,
  AssertionRefused,
  type Caller,
  createAssertionVerifier,
  type TrustedIssuer,
} from '#trust/assertion/index.ts';
import { forbidden } from './errors.ts';
import { asksFeedAlone } from './feed-alone.ts';
import type { ServerLogger } from './logger.ts';
import type { Peer } from './secure-listener.ts';

export interface Gate {
  /** Before the body is read: 401 without one good assertion for this subgraph. */
  readonly admit: (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply | undefined>;
  /** Once the body is there: 403 where the key of a feed asks for anything but `caseFeed`, valid or not. */
  readonly bound: (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply | undefined>;
  /** @throws Error for a request that was not admitted. */
  callerOf(request: FastifyRequest): Caller;
  close(): void;
}

const REFUSED = bodyOf(new AssertionRefused().message, 'UNAUTHENTICATED');
const FORBIDDEN = bodyOf(forbidden().message, 'FORBIDDEN');

/**
 * @param subgraph its name, the only audience taken.
 * @param trust whose assertions are taken.
 * @param peerOf who is at the other end of a connection; undefined where the server has no TLS. An assertion is then good
 * on a connection of its own signer only: neither a key nor a certificate opens anything alone.
 * @throws Error where it is nobody's, or keys cannot be read.
 */
export async function openGate(
  subgraph: string,
  trust: readonly TrustedIssuer[],
  logger: ServerLogger,
  peerOf?: (socket: unknown) => Peer,
): Promise<Gate> {
  if (trust.length === 0) throw new Error(`subgraph ${subgraph}: expected somebody to trust, got nobody`);
  const verifier = await createAssertionVerifier({
    subgraph,
    issuers: trust,
    onProblem: (error) => logger.error({ subgraph, err: error }, 'Keys or assertions could not be looked at'),
    onRefused: (refusal) => logger.warn({ subgraph, refusal }, 'A request was refused: no good assertion'),
  });
  const callers = new WeakMap<FastifyRequest, Caller>();
  const callerOf = (request: FastifyRequest): Caller => {
    const caller = callers.get(request);
    if (caller === undefined) throw new Error('expected a request that was admitted, got another');
    return caller;
  };
  const speaksAs = (caller: Caller, { names }: Peer): boolean => {
    const issuer = caller.kind === 'gateway' ? caller.gateway : caller.service;
    return trust.some(
      (each) => each.kind === caller.kind && each.issuer === issuer && each.names?.some((name) => names.has(name)),
    );
  };
  return {
    admit: async (request, reply) => {
      try {
        const caller = await verifier.verify(request.headers[ASSERTION_HEADER]);
        if (peerOf === undefined || speaksAs(caller, peerOf(request.raw.socket))) {
          callers.set(request, caller);
          return undefined;
        }
        logger.warn(
          { subgraph, refusal: 'CERTIFICATE' },
          'A request was refused: the certificate is not its signer\u2019s',
        );
      } catch {
        // The verifier has told why.
      }
      return answer(reply, 401, REFUSED);
    },
    bound: async (request, reply) => {
      if (callerOf(request).kind !== 'feed' || asksFeedAlone(request.body)) return undefined;
      logger.warn({ subgraph, requestId: request.id }, 'A request was refused: the key of a feed asked for more');
      return answer(reply, 403, FORBIDDEN);
    },
    callerOf,
    close: () => verifier.close(),
  };
}

/** In the form that Apollo Server answers. */
function bodyOf(message: string, code: string): string {
  return `${JSON.stringify({ errors: [{ message, extensions: { code } }] })}\n`;
}

function answer(reply: FastifyReply, status: number, body: string): FastifyReply {
  return reply.code(status).type('application/json; charset=utf-8').send(body);
}
