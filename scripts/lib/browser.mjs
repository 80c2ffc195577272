// Finds browsers that Playwright can drive. Chromium: the one QUARTERTURN_BROWSER names, Playwright's own, else the system's Chrome or Chromium.
// Firefox: the one QUARTERTURN_FIREFOX names, else the system's.
import { spawnSync } from 'node:child_process'
import { existsSync, realpathSync } from 'node:fs'
import { createRequire } from 'node:module'
import { homedir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { ANSWER_MS } from './silence.mjs'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome', 'microsoft-edge']

/** @type {Partial<Record<NodeJS.Platform, string[]>>} */
const PLACES = {
  linux: ['/usr/lib/chromium/chromium', '/usr/lib64/chromium-browser/chromium-browser', '/opt/google/chrome/chrome', '/snap/bin/chromium'],
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    join(homedir(), 'Applications/Google Chrome.app/Contents/MacOS/Google Chrome'),
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  ],
  win32: [process.env.ProgramFiles, process.env['ProgramFiles(x86)'], process.env.LOCALAPPDATA]
    .filter((folder) => folder !== undefined)
    .flatMap((folder) => [
      join(folder, 'Google/Chrome/Application/chrome.exe'),
      join(folder, 'Chromium/Application/chrome.exe'),
      join(folder, 'Microsoft/Edge/Application/msedge.exe'),
    ]),
}

const FIREFOX_NAMES = ['firefox-esr', 'firefox']

/** @type {Partial<Record<NodeJS.Platform, string[]>>} */
const FIREFOX_PLACES = {
  darwin: ['/Applications/Firefox.app/Contents/MacOS/firefox', join(homedir(), 'Applications/Firefox.app/Contents/MacOS/firefox')],
  win32: [process.env.ProgramFiles, process.env['ProgramFiles(x86)'], process.env.LOCALAPPDATA]
    .filter((folder) => folder !== undefined)
    .map((folder) => join(folder, 'Mozilla Firefox/firefox.exe')),
}

/** Older ones do not know all that Playwright asks of them. */
export const OLDEST_FIREFOX = 153

/** @returns {string | null} the path of the first browser that starts */
export function findBrowser() {
  return installedBrowsers().find(starts) ?? null
}

/** @returns {string | null} the path of the first Firefox that is new enough */
export function findFirefox() {
  const candidates = [process.env.QUARTERTURN_FIREFOX, ...onPath(FIREFOX_NAMES), ...(FIREFOX_PLACES[process.platform] ?? [])]
  return existing(candidates).find((path) => firefoxVersion(path) >= OLDEST_FIREFOX) ?? null
}

/** @returns {string[]} folders that may hold the libraries which a browser brings along (see vulkan.mjs) */
export function browserFolders() {
  const real = installedBrowsers().map((path) => dirname(realpathSync(path)))
  const places = (PLACES[process.platform] ?? []).map((path) => dirname(path)) // behind the wrapper scripts in PATH
  return [...new Set([...real, ...places])]
}

/** @returns {string[]} best first */
function installedBrowsers() {
  return existing([process.env.QUARTERTURN_BROWSER, playwrightsOwn(), ...onPath(NAMES), ...(PLACES[process.platform] ?? [])])
}

/** @param {(string | undefined)[]} candidates */
function existing(candidates) {
  return candidates.filter((path) => path !== undefined).filter((path) => existsSync(path))
}

/** @returns {string | undefined} where Playwright keeps its Chromium, there or not */
function playwrightsOwn() {
  try {
    return createRequire(import.meta.url)('@playwright/test').chromium.executablePath()
  } catch {
    return undefined // Playwright itself is not installed yet
  }
}

/**
 * @param {string[]} names
 * @returns {string[]}
 */
function onPath(names) {
  const ending = process.platform === 'win32' ? '.exe' : ''
  const folders = (process.env.PATH ?? '').split(delimiter)
  return names.flatMap((name) => folders.map((folder) => join(folder, name + ending)))
}

/**
 * A downloaded browser may lack the system's libraries, and a distribution's may be a stub that only names a package.
 * @param {string} path
 */
function starts(path) {
  if (process.platform !== 'linux') return true // on Windows --version opens a window
  return spawnSync(path, ['--version'], { stdio: 'ignore', timeout: ANSWER_MS }).status === 0
}

/**
 * @param {string} path
 * @returns {number} 0 where it does not start
 */
function firefoxVersion(path) {
  const { stdout } = spawnSync(path, ['--version'], { encoding: 'utf8', timeout: ANSWER_MS })
  return Number(stdout?.match(/Firefox (\d+)/)?.[1] ?? 0)
}
