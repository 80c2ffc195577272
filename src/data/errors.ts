// What goes wrong while files become images: all but programming errors and cancelling.
import type { Finding, FindingKind } from '../spec/files.ts'
import { FORMAT_LABELS, type ImageFormat } from './image.ts'

/** Why a file is not used, as a sentence for a person. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly kind: FindingKind

  constructor(kind: FindingKind, message: string) {
    super(message)
    this.kind = kind
  }
}

export function cutShort(format: ImageFormat): Refusal {
  return new Refusal('damaged', `The ${FORMAT_LABELS[format]} ends before its picture does.`)
}

export function damaged(format: ImageFormat): Refusal {
  return new Refusal('damaged', `The ${FORMAT_LABELS[format]} is damaged: its header makes no sense.`)
}

/** Browsers map such a picture to what the screen can show, so there is no one right set of 8-bit values. */
export function highDynamicRange(format: ImageFormat): Refusal {
  const label = FORMAT_LABELS[format]
  return new Refusal(
    'unfit',
    `An HDR picture (${label} of high dynamic range): how it looks depends on the screen. Save it with standard range.`,
  )
}

/** A Worker ended, or ran out of memory, before its batch was prepared. */
export class ImportWorkerLostError extends Error {
  override readonly name = 'ImportWorkerLostError'
}

/** Not one file could be used; `findings` say why. */
export class NoImagesError extends Error {
  override readonly name = 'NoImagesError'
  readonly findings: readonly Finding[]
  readonly advice: string

  constructor(findings: readonly Finding[]) {
    const [first, ...others] = findings
    const reason = first && others.every(({ sentence }) => sentence === first.sentence) ? first.sentence : null
    super(first ? noImagesMessage(first.path, findings.length, reason) : 'There are no image files here.')
    this.findings = findings
    this.advice = !first
      ? 'Choose a folder, a zip or image files.'
      : reason
        ? 'Choose others.'
        : 'The list says why each file was left out.'
  }
}

/** @param reason the same for all of them, or null */
function noImagesMessage(path: string, count: number, reason: string | null): string {
  if (reason === null) return `None of the ${count} files is an image that can be used.`
  return count === 1 ? `“${path}” cannot be used. ${reason}` : `None of the ${count} files can be used. ${reason}`
}

/** A table of labels cannot be used: why, as a sentence for a person. */
export class LabelTableError extends Error {
  override readonly name = 'LabelTableError'
}
