// Finds a Chromium that Playwright can drive: Playwright's own, else the system's Chrome or Chromium.
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { homedir } from 'node:os'
import { delimiter, join } from 'node:path'

/** @typedef {{ path: string, source: 'playwright' | 'system' | 'environment' }} Browser */

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome', 'microsoft-edge']

/** @type {Partial<Record<NodeJS.Platform, string[]>>} */
const PLACES = {
  linux: ['/usr/lib/chromium/chromium', '/opt/google/chrome/chrome', '/snap/bin/chromium'],
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    join(homedir(), 'Applications/Google Chrome.app/Contents/MacOS/Google Chrome'),
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  ],
  win32: ['ProgramFiles', 'ProgramFiles(x86)', 'LOCALAPPDATA']
    .map((name) => process.env[name])
    .filter((folder) => folder !== undefined)
    .flatMap((folder) => [
      join(folder, 'Google/Chrome/Application/chrome.exe'),
      join(folder, 'Chromium/Application/chrome.exe'),
      join(folder, 'Microsoft/Edge/Application/msedge.exe'),
    ]),
}

/** @returns {Browser | null} */
export function findBrowser() {
  const chosen = process.env.QUARTERTURN_BROWSER
  if (chosen) return { path: chosen, source: 'environment' }
  const own = playwrightsOwn()
  if (own && existsSync(own)) return { path: own, source: 'playwright' }
  const system = [...onPath(), ...(PLACES[process.platform] ?? [])].find((path) => existsSync(path))
  return system ? { path: system, source: 'system' } : null
}

/** @returns {string | null} where Playwright would put its Chromium, present or not; null while Playwright itself is not installed */
function playwrightsOwn() {
  try {
    return createRequire(import.meta.url)('@playwright/test').chromium.executablePath()
  } catch {
    return null
  }
}

/** @returns {string[]} */
function onPath() {
  const endings = process.platform === 'win32' ? ['.exe'] : ['']
  const folders = (process.env.PATH ?? '').split(delimiter)
  return NAMES.flatMap((name) => folders.flatMap((folder) => endings.map((ending) => join(folder, name + ending))))
}
