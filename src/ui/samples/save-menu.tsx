// Saves pictures as one PNG: a menu of scales with their size in pixels.

import { Menu } from '@base-ui/react/menu'
import { useRef, useState } from 'react'
import type { LatentPoint, LayerMix } from '../../spec/picture-code.ts'
import { type PictureSheet, type SheetScale, sheetScales, sheetSize } from '../../spec/picture-sheet.ts'
import { ActionItem } from '../app/action-item.tsx'
import { useActions } from '../app/page-context.ts'
import { store, useStore } from '../app/store.ts'
import button from '../shared/button.module.css'
import { pictureName } from '../shared/file-name.ts'
import { DownIcon } from '../shared/icons.tsx'
import menu from '../shared/menu.module.css'
import text from '../shared/text.module.css'
import { sampleActions } from './actions.ts'
import { makeSheet, OUT_OF_SPACE, SheetError } from './make-sheet.ts'
import { factsOf } from './picture-codes.ts'
import classes from './save-menu.module.css'

export interface SaveMenuProps extends Pick<PictureSheet, 'pictures' | 'columns'> {
  /** Accessible name: the page has several such menus. */
  readonly label: string
  readonly step: number
  /** Where later layers are from; null: from the same step. */
  readonly mix?: LayerMix | null
  /** Of each picture where it comes from. */
  readonly points: readonly LatentPoint[]
  /** Part of the file name: which pictures these are. */
  readonly what: string
}

export function SaveMenu({ label, pictures, columns, step, mix = null, points, what }: SaveMenuProps) {
  const images = useStore(({ run }) => run.images)
  const { saving, problem, save } = useSaving()
  function saveAt(scale: SheetScale) {
    const { factor, smooth } = scale
    const facts = { ...factsOf(store.getState(), step, points), mix }
    void save(pictureName(images, step, what, scale), { pictures, columns, factor, smooth, facts })
  }
  return (
    <div className={classes.save}>
      <Menu.Root modal={false}>
        <Menu.Trigger className={`${button.button} ${menu.trigger}`} aria-label={saving ? undefined : label}>
          {saving ? 'Saving…' : 'Save PNG'}
          <DownIcon />
        </Menu.Trigger>
        <Menu.Portal>
          <Menu.Positioner className={menu.positioner} sideOffset={4} align="end">
            <Menu.Popup className={menu.menu}>
              {sheetScales(pictures).map((scale) => (
                <ActionItem key={scale.id} action={sampleActions.savePictures} target={{ scale, save: saveAt }}>
                  <Size {...sheetSize(pictures, { columns, factor: scale.factor })} />
                </ActionItem>
              ))}
            </Menu.Popup>
          </Menu.Positioner>
        </Menu.Portal>
      </Menu.Root>
      {problem && (
        <p className={text.warning} role="alert">
          {problem}
        </p>
      )}
    </div>
  )
}

function Size({ width, height }: ReturnType<typeof sheetSize>) {
  return (
    <span className={classes.size}>
      {width} × {height} px
    </span>
  )
}

function useSaving() {
  const actions = useActions()
  const [saving, setSaving] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const busy = useRef(false)

  async function save(name: string, sheet: PictureSheet) {
    if (busy.current) return
    busy.current = true
    setSaving(true)
    setProblem(null)
    try {
      actions.saveAs(name, await makeSheet(sheet))
    } catch (error) {
      setProblem(error instanceof SheetError ? error.message : OUT_OF_SPACE)
    }
    busy.current = false
    setSaving(false)
  }

  return { saving, problem, save }
}
