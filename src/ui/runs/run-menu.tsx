// The menu of what is done more rarely with a kept run; what is blocked says why.
import { Menu } from '@base-ui/react/menu'
import type { RunSummary } from '../../spec/runs.ts'
import { ActionItem } from '../app/action-item.tsx'
import button from '../shared/button.module.css'
import { DownIcon } from '../shared/icons.tsx'
import menu from '../shared/menu.module.css'
import { runsActions } from './actions.ts'
import { startActions } from './start-actions.ts'

export function RunMenu({ run }: { run: RunSummary }) {
  return (
    <Menu.Root modal={false}>
      <Menu.Trigger className={`${button.button} ${button.small} ${menu.trigger}`} aria-label={`More for “${run.name}”`}>
        More
        <DownIcon />
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner className={menu.positioner} sideOffset={4} align="end">
          <Menu.Popup className={menu.menu}>
            {run.resumable && <ActionItem action={startActions.viewKept} target={run} note={null} />}
            <ActionItem action={startActions.branchKept} target={run} note={null} />
            <ActionItem action={startActions.changeOne} target={run} note={null} />
            <ActionItem action={startActions.startFromWeights} target={run} note={null} />
            <ActionItem action={runsActions.duplicateSettings} target={run} note={null} />
            <ActionItem action={runsActions.exportRun} target={run} note={null} />
            <ActionItem action={runsActions.exportWithImages} target={run} note={null} />
            <ActionItem action={runsActions.thinRun} target={run} note={null} />
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  )
}
