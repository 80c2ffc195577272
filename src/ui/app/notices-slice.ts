// Sentences that wait at the top of the page until they are dismissed.

export interface Notice {
  /** The same id is shown once: a newer text replaces it. */
  readonly id: string
  readonly kind: 'info' | 'warning'
  readonly title: string
  readonly lines: readonly string[]
  /** It says what this run is in the way of, and goes with the run. */
  readonly ofRun?: true
}

/** What there is to say of the device. */
export const DEVICE_NOTICE = 'device'

/** Why the last file could not be saved. */
export const SAVE_NOTICE = 'save'

export function addNotice(notices: readonly Notice[], notice: Notice): readonly Notice[] {
  return [...notices.filter(({ id }) => id !== notice.id), notice]
}

export function removeNotice(notices: readonly Notice[], id: string): readonly Notice[] {
  return notices.filter((notice) => notice.id !== id)
}

export function withoutRun(notices: readonly Notice[]): readonly Notice[] {
  return notices.filter(({ ofRun }) => !ofRun)
}
