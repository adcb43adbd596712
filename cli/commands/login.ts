// `campaign login`: signs in at the demonstration's OpenID provider and prints an access token. In a browser, or, for
// scripts, as one of its people.
import type { Command } from 'commander';
import { dataFolder } from '../data-folder.ts';
import { readRun } from '../start/run-file.ts';
import { UsageError } from '../usage-error.ts';

interface Options {
  as?: string;
  scope?: string;
}

export function loginCommand(program: Command): void {
  program
    .command('login')
    .description("sign in at the running demonstration's provider and print an access token")
    .option('--as <person>', 'sign in as this person without a browser, for example lan')
    .option('--scope <scopes>', 'scopes to ask for, separated by spaces (default: all that the person has)')
    .action(async (options: Options) => {
      const folder = dataFolder();
      const run = readRun(folder);
      if (!run)
        throw new UsageError(`expected a running campaign in ${folder.root}, got none; start it with \`npm start\``);
      const [{ boundsOf, readPeople }, { readPasswords }, { beginLogin, finishLogin }] = await Promise.all([
        import('#subgraphs/demo/identity/people.ts'),
        import('#subgraphs/demo/identity/passwords.ts'),
        import('../login/code-flow.ts'),
      ]);
      const people = readPeople();
      const scope = options.scope ?? boundsOf(people).scopes.join(' ');
      if (options.as === undefined) {
        const { listenForAnswer } = await import('../login/browser.ts');
        const answer = await listenForAnswer();
        try {
          const login = await beginLogin(run.identity, answer.redirectUri, scope);
          process.stderr.write(`open this in a browser on this machine:\n${login.address}\n`);
          process.stdout.write(`${await finishLogin(login, await answer.address)}\n`);
        } finally {
          await answer.close();
        }
        return;
      }
      const password = readPasswords(folder.passwords).get(options.as);
      if (password === undefined)
        throw new UsageError(`expected one of ${[...people.keys()].join(' ')}, got ${options.as}`);
      const { answerPages } = await import('../login/pages.ts');
      const login = await beginLogin(run.identity, 'http://127.0.0.1/callback', scope);
      process.stdout.write(`${await finishLogin(login, await answerPages(login, options.as, password))}\n`);
    });
}
