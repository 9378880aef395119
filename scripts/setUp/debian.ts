import { Failure } from '#core/base/failure.ts';
import { findOnPath, requireProgram } from './program.ts';

/**
 * Installs Debian (or Ubuntu) packages, as root or through a sudo that asks nothing.
 * @throws Failure `unsupported` when the machine has no apt-get or gives no right to use it, `unknown` when it fails.
 */
export async function installDebianPackages(packages: readonly string[]): Promise<void> {
  const apt = await findOnPath(['apt-get']);
  const root = process.getuid?.() === 0;
  const sudo = root ? undefined : await findOnPath(['sudo']);
  if (apt === undefined || (!root && sudo === undefined)) {
    throw new Failure('unsupported', `This machine gives no way to install ${packages.join(', ')} with apt-get.`);
  }
  const [command, before] = sudo === undefined ? [apt, []] : [sudo, ['-n', apt]];
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  const name = packages.join(', ');
  await requireProgram('Refreshing the list of Debian packages', command, [...before, 'update', '-qq'], { env });
  await requireProgram(
    `Installing ${name}`,
    command,
    [...before, 'install', '-y', '-qq', '--no-install-recommends', ...packages],
    { env },
  );
}
