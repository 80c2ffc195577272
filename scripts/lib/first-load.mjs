// Puts everything that the page loads at first into one file: otherwise each part that is loaded later splits off what it shares with the page, and
// the first load becomes dozens of small files, which compress worse.

/** Their modules import one another through files that export everything: of what is imported most is used by parts that are loaded later. */
const BARRELS = /[\\/]node_modules[\\/]@(base-ui|floating-ui)[\\/]/

const ENTRY = /[\\/]src[\\/]ui[\\/]app[\\/]main\.tsx$/

/**
 * For `output.codeSplitting`: a group of the modules that the entry imports, directly or by others, but not those that are imported when needed.
 *
 * @returns {import('rolldown').CodeSplittingOptions}
 */
export function firstLoadInOneFile() {
  /** @type {Set<string>} */
  const seen = new Set()
  /** @type {ReadonlySet<string> | null} */
  let first = null
  return {
    groups: [
      {
        debugName: 'first load',
        // All modules are tested before the first one is named.
        test: (id) => {
          seen.add(id)
          return true
        },
        name(id, modules) {
          first ??= importedFrom(
            [...seen].find((each) => ENTRY.test(each)),
            modules,
          )
          return first.has(id) && !BARRELS.test(id) ? 'page' : null
        },
      },
    ],
  }
}

/**
 * @param {string | undefined} entry
 * @param {{ getModuleInfo(id: string): { readonly importedIds: readonly string[] } | null }} modules
 */
function importedFrom(entry, modules) {
  const found = new Set(entry === undefined ? [] : [entry])
  for (const id of found) for (const imported of modules.getModuleInfo(id)?.importedIds ?? []) found.add(imported)
  return found
}
