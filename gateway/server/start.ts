// Starts one gateway. It never calls a subgraph to start, and it listens, though not ready, while no schema can be loaded.
import type { AddressInfo } from 'node:net';
import type { QueryPlan } from '@apollo/query-planner';
import type { ApolloServer } from '@apollo/server';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import type { RouteHandlerMethod } from 'fastify';
import { HUB } from '#schema/roster/supergraph-config.ts';
import { checkpointSender, openGatewayTrail, operationsReader, recorder } from '../audit/index.ts';
import { authenticator } from '../authentication/index.ts';
import { followPolicies } from '../authorization/index.ts';
import { callOptions, type GatewayConfig, guardOptions, tlsOf } from '../config/read.ts';
import { type CampaignGateway, campaignGateway } from '../execution/campaign-gateway.ts';
import type { GatewayContext } from '../execution/context.ts';
import { startGeneration } from '../execution/generation.ts';
import { type OperationPlanner, operationPlanner } from '../execution/plan-operation.ts';
import { prepareAhead } from '../execution/prepare-ahead.ts';
import { type GatewayLogger, standardErrorLogger } from '../operations/logger.ts';
import { gatewayMetrics } from '../operations/metrics.ts';
import { followOperations } from '../persisted/follow.ts';
import { takeRequest } from '../persisted/take-request.ts';
import { allRules } from '../protection/rules.ts';
import { VIEWER } from '../supergraph/compose.ts';
import { followSupergraph } from '../supergraph/follow-supergraph.ts';
import { assertionsOf } from '../transport/assertions.ts';
import { openConnections } from '../transport/connections.ts';
import { openGuards } from '../transport/guards.ts';
import { noReports } from '../transport/reports.ts';
import { subgraphSource } from '../transport/subgraph-source.ts';
import { viewerSource } from '../transport/viewer-source.ts';
import { answerPrepared } from './answer-prepared.ts';
import { startApolloServer } from './apollo-server.ts';
import { closeWithin } from './close-within.ts';
import { followTrust } from './follow-trust.ts';
import { GRAPHQL, httpServer } from './http-server.ts';
import { refusePlainLines } from './refuse-plain-lines.ts';

export interface RunningGateway {
  /** `http://127.0.0.1:PORT/graphql`. */
  readonly url: string;
  /** Whether a schema is loaded. */
  ready(): boolean;
  /** Looks at roster, supergraph and key sets now, and waits until what they say is in use or refused. */
  reload(): Promise<void>;
  /** The plan of an operation over the schema in use. @throws where there is none, or the operation does not fit. */
  plan(text: string, operationName?: string): QueryPlan;
  /** Lets requests in flight finish, for three seconds at most. */
  close(): Promise<void>;
}

/** How long requests in flight have to finish. */
const GRACE_MS = 2_500;

/**
 * @throws where the address cannot be listened on, the key of its identity or a certificate cannot be read, a subgraph would
 * be called over an unprotected line, the policies are not valid, a manifest of operations cannot be taken, or the rights of a supergraph composed elsewhere are not
 * understood whole.
 */
export async function startGateway(
  config: GatewayConfig,
  logger: GatewayLogger = standardErrorLogger(),
): Promise<RunningGateway> {
  const tlsTo = (name: string) => tlsOf(config, name) !== undefined;
  refusePlainLines(config.supergraph, tlsTo);
  const assertionFor = await assertionsOf(config.identity);
  const metrics = gatewayMetrics();
  const folder = config.authorization.policies;
  const policies = folder === undefined ? undefined : followPolicies(folder, logger);
  const stopping = new AbortController();
  const ahead = prepareAhead({
    rules: allRules(config),
    limits: config.limits,
    logger,
    metrics,
    signal: stopping.signal,
  });
  // A manifest may change before there is one.
  const own: { gateway?: CampaignGateway } = {};
  const persisted =
    config.persistedOperations &&
    followOperations(
      config.persistedOperations.manifests,
      // Before they are in use: who may ask nothing else asks them already prepared.
      async (list) => own.gateway?.between(async (current) => current && (await ahead(list, current, current))),
      logger,
    );
  const connections = openConnections({
    names: Object.keys(config.subgraphs),
    tlsOf: (name) => tlsOf(config, name),
    connectionsOf: (name) => guardOptions(config, name).connections,
    logger,
  });
  let hub: URL | undefined;
  const checkpoints = checkpointSender({
    hub: () => (hub === undefined ? undefined : { url: hub, dispatcher: connections.to(HUB, hub.origin) }),
    logger,
  });
  const trail = config.audit && (await openGatewayTrail(config.audit, logger, (each) => checkpoints.send(each)));
  const guards = openGuards((name) => {
    const { connections: sent, waiting, breaker } = guardOptions(config, name);
    return { breaker, most: sent + waiting };
  }, metrics);
  const trust = followTrust(config, logger);
  const callers = authenticator(trust, config.authentication.required);
  trust.onChange(() => callers.forget());

  const gateway = campaignGateway({
    prepare: async (next, before) => persisted && (await ahead(persisted.current(), next, before)),
    recorder: trail && recorder(trail, logger),
    prepares: config.preparedOperations,
    limits: config.limits,
    logger,
    metrics,
    start: (supergraph) =>
      startGeneration(
        supergraph,
        (route) =>
          route.name === VIEWER
            ? viewerSource(config.audit && operationsReader(config.audit.file), logger)
            : subgraphSource(route, {
                connections,
                guards,
                call: callOptions(config, route.name),
                assertionFor,
                metrics,
              }),
        { policies: () => policies?.current(), logger, metrics, limits: config.limits },
      ),
  });

  own.gateway = gateway;

  let handler: RouteHandlerMethod | undefined;
  let apollo: ApolloServer<GatewayContext> | undefined;
  let closing = false;
  const serve = async () => {
    const server = await startApolloServer(gateway, config, logger);
    apollo = server;
    handler = fastifyApolloHandler(server, {
      context: async ({ id, caller }) => {
        if (!caller) throw new Error('expected a request that was authenticated, got another');
        return { caller, requestId: id, reports: noReports() };
      },
    });
  };
  const app = httpServer({
    limits: config.limits,
    authenticate: (request) => callers.authenticate(request),
    handler: () => handler,
    takeRequest:
      persisted &&
      takeRequest({ list: () => persisted.current(), only: config.persistedOperations?.only ?? false, metrics }),
    answerPrepared: config.preparedOperations ? answerPrepared(gateway, GRAPHQL, logger) : undefined,
    closing: () => closing,
    metrics,
    logger,
  });
  let planner: { readonly of: unknown; readonly planner: OperationPlanner } | undefined;

  const follow = () =>
    followSupergraph({
      source: config.supergraph,
      tlsTo,
      logger,
      metrics,
      async onLoad(supergraph) {
        warnOfStrangers(config, supergraph.routes, logger);
        await gateway.activate(supergraph);
        const url = supergraph.routes.find(({ name }) => name === HUB)?.url;
        hub = url === undefined ? undefined : new URL(url);
        warnOfUndecided(config, gateway.current()?.rights.labels ?? [], logger);
        if (!handler) await serve();
      },
    });
  let following: Awaited<ReturnType<typeof follow>>;
  try {
    await app.listen({ host: config.listen.host, port: config.listen.port });
    following = await follow();
  } catch (error) {
    stopping.abort();
    trust.close();
    policies?.close();
    persisted?.close();
    await Promise.all([app.close(), trail?.close(), connections.close()]);
    throw error;
  }

  return {
    url: urlOf(app.server.address() as AddressInfo),
    ready: () => handler !== undefined && !closing,
    async reload() {
      await Promise.all([trust.check(), policies?.check(), persisted?.check(), connections.check(), following.check()]);
    },
    plan(text, operationName) {
      const generation = gateway.current();
      if (!generation) throw new Error('expected a schema to be loaded, got none');
      if (planner?.of !== generation)
        planner = { of: generation, planner: operationPlanner(generation.supergraph.stripped) };
      return planner.planner.plan(text, operationName);
    },
    async close() {
      if (closing) return;
      closing = true;
      stopping.abort();
      trust.close();
      policies?.close();
      persisted?.close();
      await Promise.all([following.close(), closeWithin(app, GRACE_MS)]);
      await trail?.close().catch((error: unknown) => logger.error({ err: error }, 'The audit log was not closed'));
      await checkpoints.close();
      await connections.close();
      await (apollo ?? gateway).stop();
    },
  };
}

/** Nobody is allowed what no policy decides: that is safe, but hardly meant. */
function warnOfUndecided({ authorization }: GatewayConfig, labels: readonly string[], logger: GatewayLogger): void {
  if (labels.length > 0 && authorization.policies === undefined)
    logger.warn(
      { labels },
      'The schema asks for policies and authorization.policies names none: all of them are denied',
    );
}

function warnOfStrangers(config: GatewayConfig, routes: readonly { name: string }[], logger: GatewayLogger): void {
  const known = new Set(['all', ...routes.map(({ name }) => name)]);
  for (const name of Object.keys(config.subgraphs))
    if (!known.has(name)) logger.warn({ subgraph: name }, 'The configuration names a subgraph that is not there');
}

function urlOf({ address, port, family }: AddressInfo): string {
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}/graphql`;
}
