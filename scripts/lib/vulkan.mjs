// Finds the environment in which Dawn (npm `webgpu`) sees an adapter: a real GPU's driver, Mesa's lavapipe, or the SwiftShader that comes with a browser.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { browserFolders } from './browser.mjs'
import { ROOT } from './root.mjs'
import { ANSWER_MS } from './silence.mjs'

/** @typedef {{ vendor: string, architecture: string, description: string, fallback: boolean }} AdapterInfo */
/** @typedef {{ env: Record<string, string>, adapter: AdapterInfo }} VulkanAnswer */

const CACHE_FILE = join(ROOT, '.cache/vulkan.json')
const ICD_FOLDERS = ['/usr/share/vulkan/icd.d', '/etc/vulkan/icd.d', '/usr/local/share/vulkan/icd.d']

export const NO_ADAPTER =
  'Dawn finds no WebGPU adapter in Node. On Linux, install a Vulkan driver and its loader ' +
  '(Debian, Ubuntu: libvulkan1 and mesa-vulkan-drivers, Mesa 24 or newer) or a Chromium, whose SwiftShader serves too; `npm test` tries both.'

/**
 * The environment variables to set before `webgpu` is loaded, or null where no adapter is to be had.
 * A good answer is remembered as long as the installed drivers stay the same; a bad one never, so that installing a driver is enough.
 * @returns {VulkanAnswer | null}
 */
export function findVulkan() {
  const candidates = candidateEnvironments()
  const key = JSON.stringify([process.versions.node, vulkanVariables(), installedDrivers(), candidates])
  const remembered = readCache()
  if (remembered?.key === key) return remembered.answer
  for (const env of candidates) {
    const adapter = probe(env)
    if (!adapter) continue
    const answer = { env, adapter }
    mkdirSync(dirname(CACHE_FILE), { recursive: true })
    writeFileSync(CACHE_FILE, JSON.stringify({ key, answer }))
    return answer
  }
  return null
}

/**
 * Environments to try, best first: the machine as it is, lavapipe alone (a second, broken driver may spoil the first try), a browser's SwiftShader.
 * @returns {Record<string, string>[]}
 */
function candidateEnvironments() {
  if (process.platform !== 'linux') return [{}]
  const lavapipe = icdFiles().filter((file) => /lvp|lavapipe/.test(file))
  const swiftshader = browserFolders().filter((folder) => existsSync(join(folder, 'vk_swiftshader_icd.json')))
  const runtimeFolder = process.env.XDG_RUNTIME_DIR ?? tmpdir()
  return [
    {},
    ...lavapipe.map((file) => ({ VK_ICD_FILENAMES: file })),
    ...swiftshader.flatMap((folder) => {
      const env = { VK_ICD_FILENAMES: join(folder, 'vk_swiftshader_icd.json'), XDG_RUNTIME_DIR: runtimeFolder }
      return [env, { ...env, LD_LIBRARY_PATH: folder }] // the second where only the browser brings the Vulkan loader
    }),
  ]
}

/** @returns {string[]} */
function icdFiles() {
  return ICD_FOLDERS.filter((folder) => existsSync(folder)).flatMap((folder) => readdirSync(folder).map((name) => join(folder, name)))
}

/** @returns {[string, string | undefined][]} what the caller's environment already says to the Vulkan loader */
function vulkanVariables() {
  return Object.entries(process.env).filter(([name]) => name.startsWith('VK_'))
}

/** @returns {[string, number][]} each driver file with the time of its last change: what a remembered answer depends on */
function installedDrivers() {
  return icdFiles().map((file) => [file, statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0])
}

/**
 * @param {Record<string, string>} env
 * @returns {AdapterInfo | null}
 */
function probe(env) {
  const script = fileURLToPath(new URL('probe-adapter.mjs', import.meta.url))
  const child = spawnSync(process.execPath, [script], { env: { ...process.env, ...env }, encoding: 'utf8', timeout: ANSWER_MS })
  if (child.status !== 0) return null
  return JSON.parse(child.stdout)
}

/** @returns {{ key: string, answer: VulkanAnswer } | null} */
function readCache() {
  try {
    return JSON.parse(readFileSync(CACHE_FILE, 'utf8'))
  } catch {
    return null // first run, or a file cut off half-way: probing again is the answer to both
  }
}
