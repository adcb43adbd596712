// A hub in a process of its own, to be killed. Argument: its configuration file. Prints `ready <url>`.
import { readHubConfig } from '#subgraphs/campaign/config.ts';
import { startHub } from '#subgraphs/campaign/start.ts';

const { url } = await startHub(readHubConfig(process.argv[2] ?? ''));
process.stdout.write(`ready ${url}\n`);
