// The menu of the files that the run on the page can be saved as. It opens as soon as it is there.
import { Menu } from '@base-ui/react/menu'
import type { ReactNode } from 'react'
import { ActionItem } from '../app/action-item.tsx'
import { useStore } from '../app/store.ts'
import button from '../shared/button.module.css'
import menu from '../shared/menu.module.css'
import { saveActions } from '../train/save-actions.ts'
import { runsActions } from './actions.ts'

interface SaveRunMenuProps {
  readonly className: string | undefined
  /** What its button shows. */
  readonly children: ReactNode
}

export function SaveRunMenu({ className, children }: SaveRunMenuProps) {
  const exporting = useStore(({ runs }) => runs.exporting !== null)
  return (
    <Menu.Root modal={false} defaultOpen>
      <Menu.Trigger className={[button.button, button.plain, menu.trigger, className].filter(Boolean).join(' ')}>{children}</Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner className={menu.positioner} sideOffset={4} align="start">
          <Menu.Popup className={menu.menu}>
            {exporting && <ActionItem action={runsActions.cancelExport} />}
            <ActionItem action={runsActions.saveProject} target={false} note="The whole run, to go on with here or on another machine" />
            <ActionItem action={runsActions.saveProject} target={true} note="The same, and the images as training sees them" />
            <ActionItem
              action={saveActions.saveNetwork}
              note="Weights and state of training at this step, for Python and the command line"
            />
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  )
}
