// Puts all modules that the page starts with into one file. Left alone, the bundler makes a file of every set of modules that the same dialogs share:
// dozens of them, which are loaded at the start anyway, and compress worse one by one.

import { join } from 'node:path'
import { ROOT } from './root.mjs'

/** @returns {import('vite').Plugin} */
export function pageChunk() {
  return {
    name: 'page-chunk',
    config: () => ({ build: { rolldownOptions: { output: { codeSplitting: { groups: [{ name: chunkNaming() }] } } } } }),
  }
}

const ENTRY = join(ROOT, 'src/ui/app/main.tsx')

/** Of a module the name of its file; null leaves that to the bundler. */
function chunkNaming() {
  /** @type {Set<string> | null} */
  let first = null
  return (/** @type {string} */ id, /** @type {Graph} */ graph) => {
    first ??= startingWith(graph)
    return first.has(id) ? 'page' : null
  }
}

/** @typedef {{ getModuleInfo(id: string): { importedIds: readonly string[] } | null }} Graph */

/** The entry, what it imports, and what that imports, but nothing that is loaded later. @param {Graph} graph */
function startingWith(graph) {
  const modules = new Set([ENTRY])
  for (const id of modules) for (const imported of graph.getModuleInfo(id)?.importedIds ?? []) modules.add(imported)
  return modules
}
