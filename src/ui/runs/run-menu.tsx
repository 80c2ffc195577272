// The menu of what is done more rarely with a kept run; what is blocked says why.
import { Menu } from '@base-ui/react/menu'
import type { RunSummary } from '../../spec/runs.ts'
import type { Action } from '../app/action.ts'
import { useActionView } from '../app/action-button.tsx'
import { ActionItem } from '../app/action-item.tsx'
import type { Actions } from '../app/actions.ts'
import button from '../shared/button.module.css'
import { DownIcon } from '../shared/icons.tsx'
import menu from '../shared/menu.module.css'
import { runsActions } from './actions.ts'
import { startActions } from './start-actions.ts'

const ITEMS: readonly Action<Actions, RunSummary>[] = [
  startActions.branchKept,
  startActions.changeOne,
  startActions.startFromWeights,
  runsActions.duplicateSettings,
  runsActions.exportRun,
  runsActions.exportWithImages,
  runsActions.thinRun,
]

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
            {run.resumable && <Item action={startActions.viewKept} run={run} />}
            {ITEMS.map((action) => (
              <Item key={viewKey(action)} action={action} run={run} />
            ))}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  )
}

const viewKey = (action: Action<Actions, RunSummary>) => ITEMS.indexOf(action)

function Item({ action, run }: { action: Action<Actions, RunSummary>; run: RunSummary }) {
  const { blocked } = useActionView(action, run)
  return (
    <ActionItem action={action} target={run} className={`${menu.item} ${menu.tall}`}>
      {blocked !== null && <span className={menu.reason}>{blocked}</span>}
    </ActionItem>
  )
}
