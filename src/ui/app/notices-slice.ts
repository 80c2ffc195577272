// Notices at the top of the page, shown until they are dismissed.

export interface Notice {
  /** At most one notice per id: a newer one replaces it. */
  readonly id: string
  readonly kind: 'info' | 'warning'
  readonly title: string
  readonly lines: readonly string[]
  /** The notice is about the current run and is removed with it. */
  readonly ofRun?: true
}

/** The notice about the device. */
export const DEVICE_NOTICE = 'device'

/** The notice about a new version of the page. */
export const UPDATE_NOTICE = 'update'

/** The notice about a file that could not be made while “Take away” was closed. */
export const FILE_NOTICE = 'file'

export function addNotice(notices: readonly Notice[], notice: Notice): readonly Notice[] {
  return [...notices.filter(({ id }) => id !== notice.id), notice]
}

export function removeNotice(notices: readonly Notice[], id: string): readonly Notice[] {
  return notices.filter((notice) => notice.id !== id)
}

export function withoutRun(notices: readonly Notice[]): readonly Notice[] {
  return notices.filter(({ ofRun }) => !ofRun)
}
