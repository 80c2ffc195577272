// Actions that save files (the metrics, the results of a linear probe) or copy text (the link).
import type { Probe } from '../../spec/feature-analyses.ts'
import { NUMBER_FILES, type NumberFormat } from '../../spec/numbers/number-files.ts'
import { toHash } from '../../spec/url.ts'
import type { Action } from '../app/action.ts'
import { REASONS } from '../app/blockers.ts'
import type { Dependencies } from '../app/dependencies.ts'
import { describeSaved, runFileName } from '../shared/file-name.ts'
import { CheckIcon, LinkIcon, SaveIcon } from '../shared/icons.tsx'
import type { Copied } from './saves-slice.ts'
import { linkOf } from './settings-slice.ts'

export interface SaveActions {
  /** Downloads a file made on the page. */
  saveAs(name: string, file: Blob): void
  /** Saves all values of the charts, or the charts themselves. */
  saveMetrics(format: NumberFormat): Promise<void>
  /** Saves a linear probe as CSV; `step` is null if no run was involved. */
  saveProbe(probe: Probe, step: number | null): void
  /** Copies a link that contains the settings and the name of a built-in set. */
  copyLink(): void
  /** Copies a text to the clipboard; `saves.copied` tells for a moment whether the browser allowed it. */
  copy(what: Copied, text: string): Promise<void>
}

/** Milliseconds for which a button shows that its text was copied. */
const COPIED_MS = 4000

export function createSaveActions({ store, history }: Dependencies): SaveActions {
  function saveAs(name: string, file: Blob) {
    saveFile(name, file)
    store.setState(({ saves }) => ({ saves: { ...saves, last: { file: name } }, announcement: { sentence: describeSaved(name) } }))
  }

  function save(step: number | null, ending: string, content: BlobPart, type: string) {
    saveAs(runFileName(store.getState().data.opened?.summary.label ?? '', step, ending), new Blob([content], { type }))
  }

  async function copy(what: Copied, text: string) {
    const copied = { what, done: await copyText(text) }
    store.setState(({ saves }) => ({ saves: { ...saves, copied } }))
    setTimeout(() => {
      if (store.getState().saves.copied === copied) store.setState(({ saves }) => ({ saves: { ...saves, copied: null } }))
    }, COPIED_MS)
  }

  return {
    saveAs,
    copy,
    copyLink() {
      const url = new URL(location.href)
      url.hash = toHash(linkOf(store.getState()))
      void copy('link', url.href)
    },
    async saveMetrics(format) {
      const { run, scores } = store.getState()
      const { ending, type, load } = NUMBER_FILES[format]
      const { images, config } = run // other images may be open than those of a run that is shown
      const name = runFileName(images, run.report?.step ?? 0, ending)
      const numbers = { history, scores: scores.reports, best: scores.best, images, config }
      const write = await load()
      saveAs(name, new Blob([write(numbers)], { type }))
    },
    saveProbe(probe, step) {
      const { type } = NUMBER_FILES.csv
      void import('../features/probe-table.ts').then(({ probeCsv }) => save(step, '-probe.csv', probeCsv(probe, step), type))
    },
  }
}

/** The link contains the settings and the name of a built-in set, never the person's images. */
const copyLink: Action<SaveActions> = {
  label({ saves: { copied }, data: { wanted } }) {
    if (copied?.what === 'link' && !copied.done) return 'Copy it from the address bar'
    const own = wanted !== null && wanted.kind !== 'builtin'
    return `${copied?.what === 'link' ? 'Copied' : 'Copy link'}${own ? ', without the images' : ''}`
  },
  icon: { of: ({ saves: { copied } }) => (copied?.what === 'link' && copied.done ? CheckIcon : LinkIcon) },
  run: (actions) => actions.copyLink(),
}

const saveMetrics: Action<SaveActions, NumberFormat> = {
  label: (_, format) => `Save ${NUMBER_FILES[format].label}`,
  icon: SaveIcon,
  blocked: ({ run }) => (run.report === null ? REASONS.noValues : null),
  run: (actions, format) => void actions.saveMetrics(format),
}

const saveProbe: Action<SaveActions, { readonly probe: Probe; readonly step: number | null }> = {
  label: 'Save as CSV',
  run: (actions, { probe, step }) => actions.saveProbe(probe, step),
}

export const saveActions = { saveMetrics, saveProbe, copyLink }

/** The browser reads the file after the click, so its object URL must stay valid for a while. */
const KEPT_MS = 60_000

/** Downloads a file that was made on the page, without telling. */
export function saveFile(name: string, file: Blob): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(file)
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), KEPT_MS)
}

/** Copies to the clipboard. Returns whether the browser allowed it, which it does only right after a click or a key. */
async function copyText(text: string): Promise<boolean> {
  return navigator.clipboard.writeText(text).then(
    () => true,
    () => false,
  )
}
