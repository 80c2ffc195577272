// Actions on the settings: fields, remedies, presets and links. Changes of live settings are sent to the run.
import {
  FIELD_NAMES,
  type FieldName,
  isLive,
  isSamePreparation,
  type LiveConfig,
  preparationOf,
  type RunConfig,
} from '../../spec/config.ts'
import { parseConfig } from '../../spec/parse-config.ts'
import { isLeftAlone, PRESETS, type PresetName, presetConfig, rampOver, withPreset } from '../../spec/presets.ts'
import type { RunLink } from '../../spec/url.ts'
import type { Action } from '../app/action.ts'
import { describeNewMismatch, fixedBlocker, mismatchedKeptSet, REASONS } from '../app/blockers.ts'
import type { Dependencies } from '../app/dependencies.ts'
import { removeNotice } from '../app/notices-slice.ts'
import type { State } from '../app/store.ts'
import type { DataActions } from '../data/actions.ts'
import { formatCount } from '../shared/format.ts'
import { runExists } from './run-slice.ts'
import { configIncludes, type Remedy, remediesInEffect, type SettingsSlice } from './settings-slice.ts'
import { ownChanges, shownAdvice } from './which-preset.ts'

export interface SettingsActions {
  setField<K extends FieldName>(name: K, value: RunConfig[K]): void
  /** Lets the classes begin to count where that is usual in a run of this length. Not while there is a run. */
  takeRamp(): void
  /** Applies several settings at once, so that the images are prepared again only once. Not while there is a run. */
  applyRemedy(remedy: Remedy): void
  /** Restores the settings that the remedy replaced. Not while there is a run. */
  undoRemedy(remedy: Remedy): void
  /** Takes the preset that suits the open images, and keeps what the person changed. */
  takeAdvice(): void
  /** Keeps the settings of the images. Not while there is a run. */
  choosePreset(name: PresetName): void
  /** Resets all settings to the preset, except remedies in effect. Not while there is a run. */
  resetToPreset(): void
  /** Restores the settings that the open set was prepared with. Not while there is a run. */
  restorePreparation(): void
  /** Applies a link. */
  follow(link: RunLink): void
}

/** Debounces the commands of a dragged slider. */
export const TUNE_DELAY_MS = 200

/** The settings that a remedy replaces. */
function replaced(config: RunConfig, { changes }: Remedy): Remedy['changes'] {
  return Object.fromEntries(FIELD_NAMES.filter((name) => name in changes).map((name) => [name, config[name]]))
}

export function createSettingsActions({ client, store }: Dependencies, data: DataActions): SettingsActions {
  let changes: Partial<LiveConfig> = {}
  let timer: ReturnType<typeof setTimeout> | undefined

  function tuneSoon(name: keyof LiveConfig, value: RunConfig[FieldName]) {
    changes = { ...changes, [name]: value }
    clearTimeout(timer)
    timer = setTimeout(sendTune, TUNE_DELAY_MS)
  }

  function sendTune() {
    const sent = changes
    changes = {}
    const { run } = store.getState()
    if (!runExists(run.state)) return
    client.send({ type: 'tune', changes: sent })
  }

  function replaceConfig(preset: PresetName, config: RunConfig, applied: SettingsSlice['applied']) {
    const before = store.getState()
    const prepared = preparationOf(before.settings.config)
    store.setState({ settings: { preset, config, applied } })
    const sentence = describeNewMismatch(before, store.getState())
    if (sentence !== null) store.setState({ announcement: { sentence } })
    if (isSamePreparation(preparationOf(config), prepared)) return
    store.setState(({ notices }) => ({ notices: removeNotice(notices, 'data') })) // it was about the previous settings
    data.reopen()
  }

  return {
    setField(name, value) {
      const { settings, run } = store.getState()
      const locked = runExists(run.state)
      if (locked && !isLive(name)) return
      if (parseConfig({ [name]: value }, settings.config).problems.length > 0) return // such as a black level above the white level
      replaceConfig(settings.preset, { ...settings.config, [name]: value }, settings.applied)
      if (locked && isLive(name)) tuneSoon(name, value)
    },
    takeRamp() {
      const { settings, run } = store.getState()
      if (runExists(run.state)) return
      replaceConfig(settings.preset, { ...settings.config, ...rampOver(settings.config) }, settings.applied)
    },
    applyRemedy(remedy) {
      const { settings, run } = store.getState()
      if (runExists(run.state)) return
      const { preset, config, applied } = settings
      replaceConfig(preset, { ...config, ...remedy.changes }, [...applied, { remedy, before: replaced(config, remedy) }])
    },
    undoRemedy(remedy) {
      const { settings, run } = store.getState()
      const { preset, config, applied } = settings
      const undone = applied.find((one) => one.remedy === remedy)
      if (!undone || runExists(run.state)) return
      const others = applied.filter((one) => one !== undone)
      replaceConfig(preset, { ...config, ...undone.before }, others)
    },
    choosePreset(name) {
      const { settings, run } = store.getState()
      const applied = settings.applied.filter(({ remedy }) => isLeftAlone(remedy.changes))
      if (!runExists(run.state)) replaceConfig(name, withPreset(settings.config, name), applied)
    },
    takeAdvice() {
      const { settings } = store.getState()
      const advice = shownAdvice(store.getState())
      if (advice === null) return
      const config = { ...presetConfig(advice.preset), ...ownChanges(settings), ...advice.changes }
      replaceConfig(advice.preset, config, settings.applied)
    },
    restorePreparation() {
      const { settings, run, data: images } = store.getState()
      const { preset, config, applied } = settings
      if (images.opened && !runExists(run.state)) replaceConfig(preset, { ...config, ...images.opened.preparation }, applied)
    },
    resetToPreset() {
      const { settings, run } = store.getState()
      if (runExists(run.state)) return
      const original = presetConfig(settings.preset)
      const applied = remediesInEffect(settings).map(({ remedy }) => ({ remedy, before: replaced(original, remedy) }))
      const changes = Object.assign({}, ...applied.map(({ remedy }) => remedy.changes))
      replaceConfig(settings.preset, { ...original, ...changes }, applied)
    },
    follow({ preset, data: name, config }) {
      const { wanted } = store.getState().data
      const sameSet = name === null || (wanted?.kind === 'builtin' && wanted.name === name)
      if (sameSet) return replaceConfig(preset, config, [])
      store.setState({ settings: { preset, config, applied: [] } })
      data.open({ kind: 'builtin', name })
    },
  }
}

/** Not offered while there is a run. */
const resetToPreset: Action<SettingsActions> = { label: 'Reset to preset', run: (actions) => actions.resetToPreset() }

/** Of a kept set whose settings have changed since it was prepared. */
const restorePreparation: Action<SettingsActions> = {
  label(state) {
    const prepared = mismatchedKeptSet(state)?.preparation
    return prepared && state.settings.config.size !== prepared.size ? `Stay at ${prepared.size} px` : 'Restore the settings'
  },
  run: (actions) => actions.restorePreparation(),
}

const applyRemedy: Action<SettingsActions, Remedy> = {
  label: (_, remedy) => remedy.label,
  blocked: (state, remedy) =>
    fixedBlocker(state) ?? (configIncludes(state.settings.config, remedy.changes) ? REASONS.settingsIncludeIt : null),
  run: (actions, remedy) => actions.applyRemedy(remedy),
  announce(before, after, remedy) {
    const mismatch = describeNewMismatch(before, after)
    if (mismatch !== null) return mismatch
    return after.settings.applied.length > before.settings.applied.length ? `${remedy.label}: done. Undo restores your settings.` : null
  },
}

const undoRemedy: Action<SettingsActions, Remedy> = {
  label: 'Undo',
  labelEnd: (_, remedy) => ` ${remedy.label}`,
  blocked: fixedBlocker,
  run: (actions, remedy) => actions.undoRemedy(remedy),
  announce: (before, after, remedy) => describeNewMismatch(before, after) ?? undoneSentence(before, after, remedy),
}

/** Null unless the settings are back at the values before the remedy. */
function undoneSentence({ settings: before }: State, { settings: after }: State, remedy: Remedy): string | null {
  const undone = before.applied.find((one) => one.remedy === remedy)
  const isUndone = undone !== undefined && !after.applied.includes(undone)
  return isUndone && configIncludes(after.config, undone.before) ? 'Undone: your settings are restored.' : null
}

/** Offered if the chosen preset takes long on this device; the target is a quick one. */
const takeQuickPreset: Action<SettingsActions, PresetName> = {
  label: (_, preset) => `Take ${PRESETS[preset].label}`,
  run: (actions, preset) => actions.choosePreset(preset),
}

/** Offered for a run that would take very long; the target is the new last step. */
const endSoon: Action<SettingsActions, number> = {
  label: (_, steps) => `End at step ${formatCount(steps)}, in 10 min`,
  run: (actions, steps) => actions.setField('steps', steps),
}

const takeRamp: Action<SettingsActions> = {
  label: 'Use that',
  labelEnd: () => ' for when the classes count',
  run: (actions) => actions.takeRamp(),
  announce: (_, { settings: { config } }) => `The classes count from ${config.rampFrom} to ${config.rampUntil} kimg.`,
}

/** Offered where another preset suits the open images better; the target is that preset. */
const takeAdvice: Action<SettingsActions, PresetName> = {
  label: (_, preset) => `Take ${PRESETS[preset].label}`,
  run: (actions) => actions.takeAdvice(),
  announce: (before, { settings: { preset } }) =>
    preset === before.settings.preset ? null : `The preset is ${PRESETS[preset].label} now. What you changed stays.`,
}

export const settingsActions = {
  resetToPreset,
  takeAdvice,
  takeRamp,
  restorePreparation,
  applyRemedy,
  undoRemedy,
  takeQuickPreset,
  endSoon,
}
