// Saves the values of the charts: a menu of formats.
import { Menu } from '@base-ui/react/menu'
import type { NumberFormat } from '../../spec/numbers/number-files.ts'
import { ActionItem } from '../app/action-item.tsx'
import button from '../shared/button.module.css'
import { DownIcon } from '../shared/icons.tsx'
import menu from '../shared/menu.module.css'
import { saveActions } from './save-actions.ts'

const NOTES: Readonly<Record<NumberFormat, string>> = {
  csv: 'All values, for spreadsheets',
  json: 'The same, for scripts',
  svg: 'The charts as a drawing, to print or to put into a text',
}
const FORMATS = Object.keys(NOTES) as readonly NumberFormat[]

export function SaveNumbersMenu() {
  return (
    <Menu.Root modal={false}>
      <Menu.Trigger className={`${button.button} ${menu.trigger}`} aria-label="Save the charts">
        Save
        <DownIcon />
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner className={menu.positioner} sideOffset={4} align="end">
          <Menu.Popup className={menu.menu}>
            {FORMATS.map((format) => (
              <ActionItem key={format} action={saveActions.saveMetrics} target={format} note={NOTES[format]} />
            ))}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  )
}
