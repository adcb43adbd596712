// npm run bench -- [comparison|growth|soak|distance] [--rounds 3] [--gateways ours,stock] [--workloads W1,W3] [--minutes 5]
// Runs, prints the table and writes it to bench/results/. Nothing here passes or fails on a time.
import { parseArgs } from 'node:util';
import { compareGateways } from './comparison.ts';
import { measureDistance } from './distance.ts';
import { measureGrowth } from './growth.ts';
import { describeRun } from './report/machine.ts';
import { comparisonTable, distanceTable, growthTable, soakTable } from './report/table.ts';
import { writeResult } from './report/write.ts';
import { soak } from './soak.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string', default: '3' },
    gateways: { type: 'string', default: '' },
    workloads: { type: 'string', default: '' },
    minutes: { type: 'string', default: '5' },
  },
});
const list = (text: string) => text.split(',').filter(Boolean);
const log = (line: string) => void process.stderr.write(`${line}\n`);
const [what = 'comparison'] = positionals;

switch (what) {
  case 'comparison': {
    const result = await compareGateways({
      rounds: Number(values.rounds),
      gateways: list(values.gateways),
      workloads: list(values.workloads),
      log,
    });
    const table = comparisonTable(result);
    writeResult('comparison', { run: describeRun(), ...result }, table);
    process.stdout.write(`${table}\n`);
    break;
  }
  case 'growth': {
    const points = await measureGrowth(log);
    const table = growthTable(points);
    writeResult('growth', { run: describeRun(), points }, table);
    process.stdout.write(`${table}\n`);
    break;
  }
  case 'soak': {
    const result = await soak(Number(values.minutes), log);
    const table = soakTable(result);
    writeResult('soak', { run: describeRun(), ...result }, table);
    process.stdout.write(`${table}\n`);
    break;
  }
  case 'distance': {
    const result = await measureDistance();
    const table = distanceTable(result);
    writeResult('distance', { run: describeRun(), ...result }, table);
    process.stdout.write(`${table}\n`);
    break;
  }
  default:
    process.stderr.write(`expected comparison, growth, soak or distance, got ${what}\n`);
    process.exitCode = 2;
}
