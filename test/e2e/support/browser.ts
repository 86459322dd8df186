import fs from 'node:fs';
import type { LaunchOptions } from '@playwright/test';

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const INSTALLED = [
  process.env.CHROMIUM_PATH,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/**
 * The browser that is on the machine, else the one that an npm package
 * carries: nothing has to be installed by hand.
 */
export async function launchOptions(): Promise<LaunchOptions> {
  const installed = INSTALLED.find(file => file && fs.existsSync(file));
  if (installed) return { executablePath: installed, args: FLAGS };
  const { default: chromium } = await import('@sparticuz/chromium');
  return { executablePath: await chromium.executablePath(), args: FLAGS };
}
