// Installs packages with the system's package manager, where we may without asking for a password.
import { spawnSync } from 'node:child_process'
import { run } from './run.mjs'
import { ANSWER_MS } from './silence.mjs'

/** @typedef {'browser' | 'vulkan'} Need */
/** @typedef {{ name: string, install: string[], refresh?: string[], packages: Record<Need, string[]>, asRoot: boolean }} Manager */

/** @type {Manager[]} */
const MANAGERS = [
  {
    name: 'apt-get',
    refresh: ['update'],
    install: ['install', '-y', '--no-install-recommends', '-o', 'DPkg::Lock::Timeout=120'],
    packages: { browser: ['chromium'], vulkan: ['libvulkan1', 'mesa-vulkan-drivers'] },
    asRoot: true,
  },
  {
    name: 'dnf',
    install: ['install', '-y'],
    packages: { browser: ['chromium'], vulkan: ['vulkan-loader', 'mesa-vulkan-drivers'] },
    asRoot: true,
  },
  {
    name: 'pacman',
    install: ['-Sy', '--noconfirm', '--needed'],
    packages: { browser: ['chromium'], vulkan: ['vulkan-icd-loader', 'vulkan-swrast'] },
    asRoot: true,
  },
  { name: 'apk', install: ['add'], packages: { browser: ['chromium'], vulkan: ['vulkan-loader', 'mesa-vulkan-swrast'] }, asRoot: true },
  { name: 'brew', install: ['install', '--cask'], packages: { browser: ['google-chrome'], vulkan: [] }, asRoot: false },
]

/**
 * @param {Need} need
 * @returns {Manager | null} the package manager of this system, or null where there is none for it or it would ask for a password
 */
export function findManager(need) {
  if (process.platform === 'win32') return null
  const manager = MANAGERS.find(({ name, packages }) => packages[need].length > 0 && succeeds(name, ['--version']))
  if (!manager) return null
  return !manager.asRoot || isRoot() || succeeds('sudo', ['-n', 'true']) ? manager : null
}

/**
 * Asks for the current list of packages; may fail in part, where one source of many does not answer.
 * @param {Manager} manager
 * @param {import('./run.mjs').RunOptions} options
 */
export async function refresh(manager, options) {
  if (manager.refresh) await runManager(manager, manager.refresh, options)
}

/**
 * @param {Manager} manager
 * @param {Need} need
 * @param {import('./run.mjs').RunOptions} options
 */
export function installFor(manager, need, options) {
  return runManager(manager, [...manager.install, ...manager.packages[need]], options)
}

/**
 * @param {Manager} manager
 * @param {string[]} args
 * @param {import('./run.mjs').RunOptions} options
 */
export function runManager(manager, args, options) {
  const sudo = manager.asRoot && !isRoot()
  const command = [...(sudo ? ['sudo', '-n', 'env', 'DEBIAN_FRONTEND=noninteractive'] : []), manager.name, ...args]
  const [program = '', ...rest] = command
  return run(program, rest, { ...options, env: { DEBIAN_FRONTEND: 'noninteractive' } })
}

function isRoot() {
  return process.getuid?.() === 0
}

/**
 * @param {string} program
 * @param {string[]} args
 */
function succeeds(program, args) {
  return spawnSync(program, args, { stdio: 'ignore', timeout: ANSWER_MS }).status === 0
}
