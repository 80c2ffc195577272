// Installs packages with the system's package manager, where we may without asking for a password.
import { spawnSync } from 'node:child_process'
import { run } from './run.mjs'

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

/** @returns {Manager | null} the package manager of this system, or null where there is none or it would ask for a password */
export function findManager() {
  if (process.platform === 'win32') return null
  const manager = MANAGERS.find(({ name }) => succeeds(name, ['--version']))
  if (!manager) return null
  return !manager.asRoot || isRoot() || succeeds('sudo', ['-n', 'true']) ? manager : null
}

/**
 * Asks for the current list of packages; may fail in part, where one source of many does not answer.
 * @param {Manager} manager
 */
export async function refresh(manager) {
  if (manager.refresh) await runManager(manager, manager.refresh)
}

/**
 * Whether the thing then works is for the caller to see.
 * @param {Manager} manager
 * @param {Need} need
 */
export async function installFor(manager, need) {
  const names = manager.packages[need]
  if (names.length > 0) await runManager(manager, [...manager.install, ...names])
}

/**
 * @param {Manager} manager
 * @param {string[]} args
 */
export function runManager(manager, args) {
  const sudo = manager.asRoot && !isRoot()
  const command = [...(sudo ? ['sudo', '-n', 'env', 'DEBIAN_FRONTEND=noninteractive'] : []), manager.name, ...args]
  const [program = '', ...rest] = command
  return run(program, rest, { env: { DEBIAN_FRONTEND: 'noninteractive' }, minutes: 5 })
}

function isRoot() {
  return process.getuid?.() === 0
}

/**
 * @param {string} program
 * @param {string[]} args
 */
function succeeds(program, args) {
  return spawnSync(program, args, { stdio: 'ignore', timeout: 10_000 }).status === 0
}
