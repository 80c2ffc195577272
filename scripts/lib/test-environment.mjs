// Makes sure of what the tests need besides packages: a browser for Playwright and a Vulkan driver for Dawn. Installs them where it may.
import { installFromBackports, mesaIsTooOld } from './apt-backports.mjs'
import { findBrowser } from './browser.mjs'
import { runTool } from './run.mjs'
import { giveUp, say } from './say.mjs'
import { findManager, installFor, refresh } from './system-packages.mjs'
import { findVulkan, NO_ADAPTER } from './vulkan.mjs'

/** @returns {Promise<string>} the browser's path */
export async function ensureBrowser() {
  const browser = findBrowser() ?? (await downloadBrowser()) ?? (await installSystemBrowser())
  if (browser) return browser
  giveUp(
    'The end-to-end tests need a Chromium, and none could be found, downloaded or installed. Install Chrome or Chromium ' +
      '(Debian: apt-get install chromium), or name one in the variable QUARTERTURN_BROWSER, then try again.',
  )
}

async function downloadBrowser() {
  say("No Chromium here: downloading Playwright's (at most 2 minutes) ...")
  const outcome = await runTool('@playwright/test', ['install', '--no-shell', 'chromium'], { minutes: 2 })
  if (outcome !== 0) {
    say(`Playwright could not download its Chromium (${outcome}).`)
    return null
  }
  const browser = findBrowser()
  if (browser || !findManager()) return browser
  say('It does not start: installing the libraries it needs ...')
  await runTool('@playwright/test', ['install-deps', 'chromium'], { minutes: 5 })
  return findBrowser()
}

async function installSystemBrowser() {
  const manager = findManager()
  if (!manager) return null
  say(`Installing a browser with ${manager.name} ...`)
  await refresh(manager)
  await installFor(manager, 'browser')
  return findBrowser()
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
  const manager = findManager()
  if (!manager) return
  say(`Dawn sees no GPU: installing Mesa's software Vulkan driver with ${manager.name} ...`)
  await refresh(manager)
  if (manager.name === 'apt-get' && mesaIsTooOld()) await installFromBackports(manager, manager.packages.vulkan)
  else await installFor(manager, 'vulkan')
}
