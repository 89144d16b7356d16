import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

function folderWithPackage(folder: string): string {
  return existsSync(join(folder, 'package.json')) ? folder : folderWithPackage(dirname(folder));
}

/** The folder of package.json: of the repository or of the installed package, from `cli/` as from `dist/cli/`. */
export const PACKAGE_ROOT = folderWithPackage(__dirname);

/** Whether the sources of the firmware and the packages that build it are here. An installed package has neither. */
export const IS_REPOSITORY = existsSync(join(PACKAGE_ROOT, 'rollup.config.js'));

/** The path of a module of a package that the repository at `root` has installed. */
export function toolPath(module: string, root = PACKAGE_ROOT): string {
  return createRequire(join(root, 'package.json')).resolve(module);
}
