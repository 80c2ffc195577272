// Where on the page the code of a picture leads, or why it leads nowhere.
import { whyNoClass, whyNoDirection, whyNoLatent, whyOtherRun } from '../../spec/code-of-run.ts'
import { directionCounts } from '../../spec/directions.ts'
import type { LatentPoint, PictureCode } from '../../spec/picture-code.ts'
import { readPictureCode } from '../../spec/read-picture-code.ts'
import { WALL_LENGTH } from '../../spec/report.ts'
import { hasNetworks, type SnapshotInfo } from '../../spec/runs.ts'
import { drawBlocker, REASONS } from '../app/blockers.ts'
import type { State } from '../app/store.ts'
import { formatCount } from '../shared/format.ts'
import { studioBlocker } from '../studio/actions.ts'
import type { StudioState } from '../studio/state/studio-state.ts'
import { runName } from './picture-codes.ts'
import { pinnedSnapshot } from './timeline-slice.ts'
import { shownGrid } from './timeline-view.ts'

/** Something that can be shown: a point at the live step, or a sample of a snapshot. */
export interface CodeTarget {
  readonly point: LatentPoint
  /** Null: the live samples. */
  readonly file: string | null
  /** What neither the wall nor the way from A to B can show. */
  readonly inStudio: boolean
  /** For the studio. */
  readonly mix: StudioState['mix']
}

/** Why a code does not lead where it says, and what comes nearest; null: nothing does. */
export interface CodeProblem {
  readonly sentence: string
  readonly offer: { readonly label: string; readonly target: CodeTarget } | null
}

export type CodeAnswer = { readonly target: CodeTarget } | CodeProblem

const no = (sentence: string): CodeProblem => ({ sentence, offer: null })

/** A parameter of a link, or what follows “#” in the address of an exported HTML file. */
const IN_LINK = /[#&?]code=([^&\s]+)|#([^=&\s]+)$/

/** A code, and what its mix is here. */
export interface CodeOfRun {
  readonly code: PictureCode
  readonly mix: StudioState['mix']
}

/** The code of this run that a text is or, being a link, has; or why it is none. */
export function readCodeOfRun(state: State, text: string): CodeOfRun | { readonly problem: string } {
  const [, parameter, fragment] = IN_LINK.exec(text.trim()) ?? []
  const read = readPictureCode(parameter ?? fragment ?? text)
  if ('problem' in read) return read
  if (state.samples.grid === null) return { problem: REASONS.noSamples }
  const { code } = read
  const problem =
    whyOtherRun(code, { id: state.run.id, name: runName(state) }) ??
    whyNoClass(code.point, state.classes.found?.names.length ?? 0) ??
    (state.run.config && whyNotOfNetwork(code.point, state.run.config.latent))
  if (problem !== null) return { problem }
  const found = mixOfCode(state, code)
  return 'problem' in found ? found : { code, mix: found.mix }
}

/** Which generator a code takes the later layers from, as the studio has it; or why that cannot be. */
function mixOfCode({ samples, timeline }: State, { mix }: PictureCode): Pick<CodeOfRun, 'mix'> | { readonly problem: string } {
  if (!mix) return { mix: null }
  const { step, from } = mix
  if (step === samples.grid?.step) return { mix: { snapshot: null, from } }
  const kept = timeline.snapshots.findLast((snapshot) => snapshot.step === step && hasNetworks(snapshot))
  if (kept) return { mix: { snapshot: kept.file, from } }
  return { problem: `This code has layers of step ${formatCount(step)}, which is not kept.` }
}

function whyNotOfNetwork(point: LatentPoint, latent: number): string | null {
  return whyNoLatent(point, latent) ?? whyNoDirection(point, directionCounts(latent))
}

/** @param text a code, or a link with one */
export function findCode(state: State, text: string): CodeAnswer {
  const read = readCodeOfRun(state, text)
  if ('problem' in read) return no(read.problem)
  const { step } = read.code
  const now = state.samples.grid?.step ?? null
  if (step === shownGrid(state)?.step) return atShownStep(state, read)
  return now === null || step === now ? atLiveStep(state, read) : atOtherStep(state, read, now)
}

/** The wall shows samples of the seeds from 1 on, and the slider ways between two of them. */
function isOnPage({ code, mix }: CodeOfRun): boolean {
  const { seed, towards, loop, pad, latent, variety, directions } = code.point
  const isEdited = loop || pad || latent !== undefined || variety !== undefined || directions !== undefined
  return !isEdited && mix === null && Math.min(seed, towards?.seed ?? seed) >= 1
}

function atShownStep(state: State, read: CodeOfRun): CodeAnswer {
  const snapshot = pinnedSnapshot(state.timeline)
  return snapshot ? atSnapshot(state, read, snapshot) : atLiveStep(state, read)
}

function atLiveStep(state: State, read: CodeOfRun): CodeAnswer {
  if (!isOnPage(read)) return inStudio(state, read, null)
  const blocked = drawBlocker(state)
  return blocked === null ? onPage(read, null) : no(blocked)
}

/** The wall of a snapshot has the first samples, mixed. */
function atSnapshot(state: State, read: CodeOfRun, snapshot: SnapshotInfo): CodeAnswer {
  const { towards, seed } = read.code.point
  if (isOnPage(read) && !towards && seed <= WALL_LENGTH) return onPage(read, snapshot.file)
  return hasNetworks(snapshot) ? inStudio(state, read, snapshot.file) : no(REASONS.picturesOnly)
}

function onPage({ code: { point } }: CodeOfRun, file: string | null): CodeAnswer {
  return { target: { point, file, inStudio: false, mix: null } }
}

function inStudio(state: State, { code: { point }, mix }: CodeOfRun, file: string | null): CodeAnswer {
  const blocked = studioBlocker(state)
  return blocked === null ? { target: { point, file, inStudio: true, mix } } : no(blocked)
}

function atOtherStep(state: State, read: CodeOfRun, now: number): CodeAnswer {
  const step = formatCount(read.code.step)
  const snapshot = state.timeline.snapshots.findLast((kept) => kept.step === read.code.step)
  if (snapshot) return offered(atSnapshot(state, read, snapshot), `This code is of step ${step}, which is kept.`, `Show step ${step}`)
  const sentence = `This code is of step ${step}, which is not kept. The run is at step ${formatCount(now)}.`
  return offered(atLiveStep(state, read), sentence, 'Show it as it is now')
}

function offered(answer: CodeAnswer, sentence: string, label: string): CodeProblem {
  return 'target' in answer ? { sentence, offer: { label, target: answer.target } } : answer
}
