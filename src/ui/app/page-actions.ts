// Actions of the page as a whole: its dialogs and notices.
import { CrossIcon, GaugeIcon, InfoIcon, KeyboardIcon } from '../shared/icons.tsx'
import type { Action } from './action.ts'
import { keepKnown } from './kept-device.ts'
import { DEVICE_NOTICE, removeNotice } from './notices-slice.ts'
import type { PageDialog, Store } from './store.ts'

export interface PageActions {
  /** Null closes the open one. */
  showDialog(dialog: PageDialog | null): void
  /** Removes a notice; one about the device does not come back for the same device. */
  dismiss(noticeId: string): void
}

export function createPageActions(store: Store) {
  function hideNotice(noticeId: string) {
    store.setState(({ notices }) => ({ notices: removeNotice(notices, noticeId) }))
  }
  return {
    showDialog: (dialog: PageDialog | null) => store.setState({ dialog }),
    dismiss(noticeId: string) {
      const { device } = store.getState().run
      if (noticeId === DEVICE_NOTICE && device) keepKnown(device)
      hideNotice(noticeId)
    },
    hideNotice,
  } satisfies PageActions & { hideNotice(noticeId: string): void }
}

const showShortcuts: Action<PageActions> = {
  label: 'Keyboard shortcuts',
  icon: KeyboardIcon,
  shortcut: { scope: 'page', key: '?', name: '?', help: 'This list' },
  run: (actions) => actions.showDialog('shortcuts'),
}

const showAbout: Action<PageActions> = { label: 'About Quarterturn', icon: InfoIcon, run: (actions) => actions.showDialog('about') }

const showMeasure: Action<PageActions> = { label: 'Measure this machine', icon: GaugeIcon, run: (actions) => actions.showDialog('measure') }

/** The target is the id of a notice. */
const dismiss: Action<PageActions, string> = { label: 'Dismiss', icon: CrossIcon, run: (actions, id) => actions.dismiss(id) }

export const pageActions = { showShortcuts, showAbout, showMeasure, dismiss }
