// Debian 12's Mesa is too old for Dawn: takes a newer one from the release's own backports without changing which sources the system uses.
import { spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { runManager } from './system-packages.mjs'

/** @typedef {import('./system-packages.mjs').Manager} Manager */

const OLDEST_MESA = 24 // Dawn turns older lavapipes down: they lack dynamic indexing of uniform arrays
const SOURCE_FILE = '/etc/apt/sources.list'
const SOURCE_FOLDER = '/etc/apt/sources.list.d'

/** @returns {boolean} whether apt, as it is configured, would install a Mesa that Dawn turns down */
export function mesaIsTooOld() {
  const env = { ...process.env, LC_ALL: 'C' }
  const { stdout } = spawnSync('apt-cache', ['policy', 'mesa-vulkan-drivers'], { env, encoding: 'utf8' })
  const major = stdout?.match(/Candidate: (?:\d+:)?(\d+)\./)?.[1]
  return major !== undefined && Number(major) < OLDEST_MESA
}

/**
 * @param {Manager} apt
 * @param {string[]} packages
 * @param {import('./run.mjs').RunOptions} options
 * @returns {Promise<import('./run.mjs').ExitStatus>}
 */
export async function installFromBackports(apt, packages, options) {
  const suite = `${codename()}-backports`
  const source = backportsSource(suite)
  if (!source) return 'not found'
  const folder = mkdtempSync(join(tmpdir(), 'quarterturn-apt-'))
  try {
    const file = join(folder, source.name)
    writeFileSync(file, source.text)
    // First fetch the index of the added source alone, then install with it in addition to the system's own sources.
    const added = ['-o', `Dir::Etc::sourcelist=${file}`, '-o', 'Dir::Etc::sourceparts=/dev/null']
    await runManager(apt, ['update', ...added, '-o', 'APT::Get::List-Cleanup=0'], options)
    for (const path of sourceFiles().filter((path) => path !== SOURCE_FILE)) copyFileSync(path, join(folder, basename(path)))
    return await runManager(apt, [...apt.install, '-o', `Dir::Etc::sourceparts=${folder}`, '-t', suite, ...packages], options)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** @returns {string} of the installed release, as in "bookworm" */
function codename() {
  return readFileSync('/etc/os-release', 'utf8').match(/^VERSION_CODENAME=(\S+)$/m)?.[1] ?? ''
}

/** @returns {string[]} */
function sourceFiles() {
  const parts = existsSync(SOURCE_FOLDER) ? readdirSync(SOURCE_FOLDER).map((name) => join(SOURCE_FOLDER, name)) : []
  return [SOURCE_FILE, ...parts].filter((path) => existsSync(path) && /\.(list|sources)$/.test(path))
}

/**
 * The source of the release itself with another suite: the same server, the same key.
 * @param {string} suite
 * @returns {{ name: string, text: string } | null}
 */
function backportsSource(suite) {
  const release = codename()
  for (const path of sourceFiles()) {
    const text = readFileSync(path, 'utf8')
    if (path.endsWith('.sources')) {
      const stanza = text.split(/\n\s*\n/).find((part) => new RegExp(`^Suites:(.*\\s)?${release}(\\s|$)`, 'm').test(part))
      if (stanza) return { name: 'quarterturn.sources', text: `${stanza.replace(/^Suites:.*$/m, `Suites: ${suite}`)}\n` }
    } else {
      const line = text.match(new RegExp(`^(deb\\s+(?:\\[[^\\]]*\\]\\s+)?\\S+\\s+)${release}(\\s.*)$`, 'm'))
      if (line) return { name: 'quarterturn.list', text: `${line[1]}${suite}${line[2]}\n` }
    }
  }
  return null
}
