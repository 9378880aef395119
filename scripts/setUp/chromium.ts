import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { Failure } from '#core/base/failure.ts';
import { projectRoot } from '../projectRoot.ts';
import { installDebianPackages } from './debian.ts';
import { findOnPath, runProgram } from './program.ts';

/** Names under which Linux distributions install Chromium or Chrome. */
const programNames = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

const usualPlaces = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];

/**
 * Switches for tests: nothing is looked up, updated or synchronised behind the page, and it runs as root in a container.
 */
export const chromiumArguments: readonly string[] = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-gpu',
  '--disable-quic',
  '--disable-sync',
  '--no-first-run',
  '--no-sandbox',
];

/**
 * A Chromium that starts on this machine: the one `CHROMIUM_PATH` names, an installed one, Playwright's own download
 * (kept in `.cache/browsers`), or Debian's package, in this order.
 * @throws Failure `unsupported` when none can be had.
 */
export async function chromiumPath(): Promise<string> {
  return (await installedChromium()) ?? (await downloadedChromium()) ?? (await packagedChromium());
}

async function installedChromium(): Promise<string | undefined> {
  const named = process.env['CHROMIUM_PATH'];
  if (named !== undefined && named !== '') {
    if (await starts(named)) return named;
    throw new Failure('not-found', `CHROMIUM_PATH names ${named}, which is not a browser that starts here.`);
  }
  const found = [await findOnPath(programNames), ...usualPlaces, playwrightPath()];
  for (const candidate of found) {
    if (candidate !== undefined && existsSync(candidate) && (await starts(candidate))) return candidate;
  }
  return undefined;
}

async function downloadedChromium(): Promise<string | undefined> {
  const browsers = browsersFolder();
  await mkdir(browsers, { recursive: true });
  const installer = join(projectRoot, 'node_modules', 'playwright-core', 'cli.js');
  const { code } = await runProgram(process.execPath, [installer, 'install', '--no-shell', 'chromium'], {
    env: { PLAYWRIGHT_BROWSERS_PATH: browsers, PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT: '10000' },
  });
  const path = playwrightPath();
  return code === 0 && path !== undefined && (await starts(path)) ? path : undefined;
}

async function packagedChromium(): Promise<string> {
  try {
    await installDebianPackages(['chromium']);
  } catch (cause) {
    throw new Failure('unsupported', `No Chromium could be had: ${Failure.from(cause).message}`, {
      cause,
      advice: 'Install Chromium or Chrome, or name one in CHROMIUM_PATH.',
    });
  }
  const path = await findOnPath(programNames);
  if (path !== undefined && (await starts(path))) return path;
  throw new Failure('unsupported', 'The chromium package was installed, but no Chromium starts.');
}

function browsersFolder(): string {
  return join(projectRoot, '.cache', 'browsers');
}

/** Where Playwright's own browser is or would be; Playwright reads the variable when it is asked. */
function playwrightPath(): string | undefined {
  process.env['PLAYWRIGHT_BROWSERS_PATH'] ??= browsersFolder();
  return chromium.executablePath();
}

async function starts(path: string): Promise<boolean> {
  try {
    const { code } = await runProgram(path, ['--version']);
    return code === 0;
  } catch (thrown) {
    if (Failure.is(thrown, 'not-found')) return false;
    throw thrown;
  }
}
