// Makes sure of what the tests need besides packages: a browser for Playwright and a Vulkan driver for Dawn. Installs them where it may.
import { installFromBackports, mesaIsTooOld } from './apt-backports.mjs'
import { findBrowser } from './browser.mjs'
import { quietly } from './quietly.mjs'
import { runTool } from './run.mjs'
import { giveUp, say } from './say.mjs'
import { findManager, installFor, refresh } from './system-packages.mjs'
import { findVulkan, NO_ADAPTER } from './vulkan.mjs'

/** Playwright tries a download five times: what fails once for want of a network fails again. */
const DOWNLOAD_FAILS = /^Error: .*/m

/** @returns {Promise<string>} the browser's path */
export async function ensureBrowser() {
  const found = findBrowser()
  if (found) return found
  // On Linux a package brings the libraries that a browser needs; elsewhere it would put a program among the user's own.
  const ways = process.platform === 'linux' ? [installBrowser, downloadBrowser] : [downloadBrowser, installBrowser]
  /** @type {string[]} */
  const failures = []
  for (const way of ways) {
    const failure = await way()
    const browser = findBrowser()
    if (browser) return browser
    if (failure) failures.push(failure)
  }
  giveUp(
    `${failures.join('\n')}\n\nThe end-to-end tests need a Chromium, and none could be found, installed or downloaded. Install Chrome or Chromium ` +
      '(Debian: apt-get install chromium), or name one in the variable QUARTERTURN_BROWSER, then try again.',
  )
}

/** @returns {Promise<string | null>} why there is still no browser */
async function installBrowser() {
  const manager = findManager('browser')
  if (!manager) return null
  const { failure, took } = await quietly(`No Chrome or Chromium here: installing one with ${manager.name}`, async (onOutput) => {
    await refresh(manager, { onOutput })
    return installFor(manager, 'browser', { onOutput })
  })
  if (failure) return `${manager.name} could not install a Chromium:\n${failure}`
  say(`Chromium installed with ${manager.name} in ${took}.`)
  return null
}

/** @returns {Promise<string | null>} why there is still no browser */
async function downloadBrowser() {
  const { failure, took } = await quietly(
    "No Chrome or Chromium here: downloading Playwright's",
    (onOutput) => runTool('@playwright/test', ['install', '--no-shell', 'chromium'], { onOutput, endAt: DOWNLOAD_FAILS }),
    DOWNLOAD_FAILS,
  )
  if (failure) return `Playwright's Chromium could not be downloaded:\n${failure}`
  say(`Playwright's Chromium downloaded in ${took}.`)
  if (findBrowser() || findManager('browser')?.name !== 'apt-get') return null
  const libraries = await quietly('It does not start: installing the libraries it needs', (onOutput) =>
    runTool('@playwright/test', ['install-deps', 'chromium'], { onOutput }),
  )
  return libraries.failure && `The libraries that Playwright's Chromium needs could not be installed:\n${libraries.failure}`
}

/** @returns {Promise<string>} the adapter's description */
export async function ensureAdapter() {
  const first = findVulkan()
  if (first && first.adapter.architecture !== 'swiftshader') return first.adapter.description
  if (process.platform === 'linux') await installVulkanDriver()
  const found = findVulkan() ?? giveUp(NO_ADAPTER)
  return found.adapter.description
}

/** Mesa's lavapipe: several times faster than the browser's SwiftShader, and it has f16 and subgroups. */
async function installVulkanDriver() {
  const manager = findManager('vulkan')
  if (!manager) return
  const doing = `Dawn sees no GPU: installing Mesa's software Vulkan driver with ${manager.name}`
  const { failure, took } = await quietly(doing, async (onOutput) => {
    await refresh(manager, { onOutput })
    const fromBackports = manager.name === 'apt-get' && mesaIsTooOld()
    if (fromBackports) return installFromBackports(manager, manager.packages.vulkan, { onOutput })
    return installFor(manager, 'vulkan', { onOutput })
  })
  say(failure ? `${manager.name} could not install the driver:\n${failure}` : `Driver installed in ${took}.`)
}
