// End-to-end tests: the built page in a real Chromium, once with WebGPU (a software adapter, unless told otherwise) and once without it, and in
// Firefox where one is installed.
import { createServer } from 'node:net'
import { defineConfig, devices } from '@playwright/test'
import { findBrowser, findFirefox } from '../scripts/lib/browser.mjs'
import { SILENCE_MINUTES } from '../scripts/lib/silence.mjs'
import { fallbackFlags, webgpuFlags } from '../scripts/lib/webgpu-flags.mjs'

// Every worker process loads this file again and inherits the values that the first process has set.
process.env.QUARTERTURN_PORT ??= String(await freePort())
process.env.QUARTERTURN_BROWSER ??= findBrowser() ?? ''
const browser = process.env.QUARTERTURN_BROWSER
process.env.QUARTERTURN_FIREFOX ??= findFirefox() ?? ''
if (!browser) throw new Error('No Chrome or Chromium found: run `npm test` once, which installs one, or name one in QUARTERTURN_BROWSER.')

const address = `http://127.0.0.1:${process.env.QUARTERTURN_PORT}/`

const FALLBACK_SPECS = '**/*.fallback.spec.ts'
const FIREFOX_SPECS = '**/*.firefox.spec.ts'

/** It would answer requests before a test's own route does. The specs about it allow it. */
const WITHOUT_SERVICE_WORKER = { serviceWorkers: 'block' } as const

export default defineConfig({
  testDir: '.',
  outputDir: '../test-results',
  workers: 2, // a test often waits for the page
  // No test fails for being slow: the runner ends one that prints nothing for SILENCE_MINUTES. Expectations time out earlier, so that they can say
  // what is missing. While writing a test, pass `--timeout 60000` on the command line.
  timeout: 0,
  expect: { timeout: (60_000 * SILENCE_MINUTES) / 2 },
  forbidOnly: Boolean(process.env.CI),
  reporter: 'list',
  use: { ...devices['Desktop Chrome'], baseURL: address, trace: 'off', screenshot: 'only-on-failure' },
  projects: [
    {
      name: 'webgpu',
      testIgnore: [FALLBACK_SPECS, FIREFOX_SPECS],
      use: { launchOptions: { executablePath: browser, args: webgpuFlags(), timeout: 0 }, ...WITHOUT_SERVICE_WORKER },
    },
    {
      name: 'no-webgpu',
      testMatch: FALLBACK_SPECS,
      use: { launchOptions: { executablePath: browser, args: fallbackFlags(), timeout: 0 }, ...WITHOUT_SERVICE_WORKER },
    },
    {
      name: 'firefox', // its specs skip themselves with a message if there is none
      testMatch: FIREFOX_SPECS,
      use: {
        ...devices['Desktop Firefox'],
        channel: 'moz-firefox', // Firefox as released by Mozilla, through WebDriver BiDi, not Playwright's patched build
        launchOptions: { executablePath: process.env.QUARTERTURN_FIREFOX, timeout: 0 },
        screenshot: 'off', // it would violate the page's policy, and the test would fail for that, too
      },
    },
  ],
  webServer: {
    command: `node node_modules/vite/bin/vite.js preview --host 127.0.0.1 --port ${process.env.QUARTERTURN_PORT} --strictPort`,
    cwd: '..',
    url: address,
    timeout: 60_000 * SILENCE_MINUTES,
  },
})

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
