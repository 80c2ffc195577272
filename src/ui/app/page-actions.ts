// The page around the run: its dialogs and its notices.
import { CrossIcon, GaugeIcon, InfoIcon, KeyboardIcon } from '../shared/icons.tsx'
import type { Action } from './action.ts'
import { keepKnown } from './kept-device.ts'
import { DEVICE_NOTICE, removeNotice } from './notices-slice.ts'
import type { PageDialog, Store } from './store.ts'

export interface PageActions {
  /** Null: none. */
  showDialog(dialog: PageDialog | null): void
  /** For good, where it is about the device. */
  dismiss(noticeId: string): void
  /** As long as it has nothing new to say. */
  hideNotice(noticeId: string): void
}

export function createPageActions(store: Store): PageActions {
  function hideNotice(noticeId: string) {
    store.setState(({ notices }) => ({ notices: removeNotice(notices, noticeId) }))
  }
  return {
    showDialog: (dialog) => store.setState({ dialog }),
    dismiss(noticeId) {
      const { device } = store.getState().run
      if (noticeId === DEVICE_NOTICE && device) keepKnown(device)
      hideNotice(noticeId)
    },
    hideNotice,
  }
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
