#!/usr/bin/env node
// The command `campaign`. Plain JavaScript, so that an old Node can still say what is wrong.
const NEEDED = 26;
const major = Number.parseInt(process.versions.node, 10);
if (major < NEEDED) {
  process.stderr.write(
    `campaign: expected Node ${NEEDED} or later, got ${process.version}. Run it as \`npx --no campaign …\` or by an npm script: both find the Node that \`npm ci\` brought.\n`,
  );
  process.exit(2);
}
process.env.APOLLO_TELEMETRY_DISABLED = '1';
process.env.NODE_ENV ??= 'production';
// Half of them look for hosts (trust/hosts), of a single one the audit trail would wait for that. Before the first begins.
if (!(Number(process.env.UV_THREADPOOL_SIZE) >= 2)) process.env.UV_THREADPOOL_SIZE = '16';
if (process.argv[2] === 'gateway') {
  const { withGatewayFlags } = await import('./gateway-flags.ts');
  withGatewayFlags();
}
const { main } = await import('./main.ts');
await main(process.argv);
