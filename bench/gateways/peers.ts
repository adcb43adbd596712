// Peers that the npm registry has, installed apart from this project: npm ci --prefix bench/peers
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ConstDirectiveNode, type DocumentNode, Kind, parse, print, visit } from 'graphql';
import type { Deployment } from '../world/deployment.ts';
import type { GatewayEntry } from './gateway.ts';

export const PEERS = join(import.meta.dirname, '../peers');

// Nobody shares subgraph answers between requests: which answer is right depends on the caller.
const HIVE = join(PEERS, 'hive.config.mjs');

function installed(path: string): string | undefined {
  const file = join(PEERS, 'node_modules', path);
  if (existsSync(file)) return file;
  process.stderr.write(`left out: ${path} is not installed; npm ci --prefix bench/peers\n`);
  return undefined;
}

const hiveEntry = (id: string, title: string, ...flags: string[]): GatewayEntry => ({
  id,
  title,
  launch({ open, folder }, port) {
    const bin = installed('@graphql-hive/gateway/dist/bin.js');
    return !bin
      ? undefined
      : {
          command: process.execPath,
          args: [
            bin,
            'supergraph',
            open,
            '--host',
            '127.0.0.1',
            '--port',
            String(port),
            '--config-path',
            HIVE,
            ...flags,
          ],
          cwd: folder,
          env: { NODE_ENV: 'production' },
          path: '/graphql',
        };
  },
});

export const hive = hiveEntry('hive', 'Hive Gateway, JavaScript planner');
export const hiveRust = hiveEntry('hive-rust', 'Hive Gateway, Rust planner', '--hive-router-runtime');

export const stitching: GatewayEntry = {
  id: 'stitching',
  title: 'graphql-yoga + stitching',
  launch({ open }, port) {
    const server = join(PEERS, 'stitching.mjs');
    return !installed('graphql-yoga/package.json')
      ? undefined
      : {
          command: process.execPath,
          args: [server, open, String(port)],
          env: { NODE_ENV: 'production' },
          path: '/graphql',
        };
  },
};

export const grafbase: GatewayEntry = {
  id: 'grafbase',
  title: 'Grafbase gateway (Rust), as its command line serves it',
  launch(deployment, port) {
    const command = installed('@grafbase/cli-x86_64-unknown-linux-musl/grafbase');
    return !command
      ? undefined
      : {
          command,
          args: ['dev', '--config', grafbaseConfig(deployment), '--port', String(port)],
          cwd: join(deployment.folder, 'grafbase'),
          env: { HOME: join(deployment.folder, 'grafbase'), DO_NOT_TRACK: '1' },
          path: '/graphql',
        };
  },
};

/** It composes for itself, so its subgraphs' SDL stands without rights. */
function grafbaseConfig({ folder, subgraphs }: Deployment): string {
  const home = join(folder, 'grafbase');
  mkdirSync(home, { recursive: true });
  const parts = subgraphs.map(({ name, url, sdlFile }) => {
    writeFileSync(join(home, `${name}.graphql`), print(withoutRights(parse(readFileSync(sdlFile, 'utf8')))));
    return `[subgraphs.${name}]\nurl = "${url}"\nschema_path = "${name}.graphql"\n`;
  });
  const config = join(home, 'grafbase.toml');
  writeFileSync(
    config,
    `${parts.join('\n')}\n[graph]\nintrospection = false\n\n[traffic_shaping]\ninflight_deduplication = false\n`,
  );
  return config;
}

const RIGHTS = new Set(['authenticated', 'requiresScopes', 'policy', 'guards', 'composeDirective']);

/** Nor the feed and keys of interfaces, which its composition does not take as Apollo's does. */
function withoutRights(document: DocumentNode): DocumentNode {
  return visit(document, {
    InterfaceTypeDefinition: (node) => ({
      ...node,
      directives: node.directives?.filter(({ name }) => name.value !== 'key'),
    }),
    ObjectTypeDefinition: { leave: (node) => (node.fields?.length === 0 ? null : hidden(node)) },
    EnumTypeDefinition: hidden,
    FieldDefinition: hidden,
    Directive: (node) => (RIGHTS.has(node.name.value) ? null : undefined),
    DirectiveDefinition: (node) => (RIGHTS.has(node.name.value) ? null : undefined),
    ListValue: (node) => ({
      ...node,
      values: node.values.filter((each) => !(each.kind === Kind.STRING && RIGHTS.has(each.value.replace('@', '')))),
    }),
  });
}

function hidden(node: { readonly directives?: readonly ConstDirectiveNode[] | undefined }): null | undefined {
  return node.directives?.some(({ name }) => name.value === 'inaccessible') ? null : undefined;
}
