// The studio: one large picture, and what a person plays it with. A tool says what the picture comes from; what is changed of it stands on the other
// side of it.
import { Dialog } from '@base-ui/react/dialog'
import { Tabs } from '@base-ui/react/tabs'
import { type ComponentType, useEffect } from 'react'
import { useActions } from '../app/page-context.ts'
import { useStore } from '../app/store.ts'
import { Button } from '../shared/button.tsx'
import dialog from '../shared/dialog.module.css'
import { CrossIcon } from '../shared/icons.tsx'
import tabs from '../shared/tabbed-views.module.css'
import { edit } from './history.ts'
import { enterRun } from './kept-studio.ts'
import { PadPanel } from './pad-panel.tsx'
import { studioKey } from './run-of-studio.ts'
import { Stage } from './stage.tsx'
import classes from './studio.module.css'
import type { StudioTool } from './studio-state.ts'
import { useStudio } from './studio-store.ts'
import { UndoButtons } from './undo-buttons.tsx'
import { VarietySection } from './variety-section.tsx'

const TOOLS: readonly { readonly tool: StudioTool; readonly label: string; readonly Panel: ComponentType }[] = [
  { tool: 'pad', label: 'Pad', Panel: PadPanel },
]

export function Studio() {
  const actions = useActions()
  const open = useStore((state) => state.dialog === 'studio')
  const run = useStore(studioKey)
  useEffect(() => {
    if (open) enterRun(run)
  }, [open, run])
  return (
    <Dialog.Root open={open} onOpenChange={(wanted) => !wanted && actions.showDialog(null)}>
      <Dialog.Portal>
        <Dialog.Popup className={classes.window} data-testid="studio">
          <header className={classes.head}>
            <Dialog.Title className={dialog.title}>Studio</Dialog.Title>
            <div className={classes.commands}>
              <UndoButtons />
              <Button kind="quiet" label="Close the studio" onClick={() => actions.showDialog(null)}>
                <CrossIcon />
              </Button>
            </div>
          </header>
          <div className={classes.instrument}>
            <Tools />
            <Stage />
            <div className={classes.side}>
              <VarietySection />
            </div>
          </div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

function Tools() {
  const tool = useStudio((state) => state.tool)
  return (
    <Tabs.Root className={classes.tools} value={tool} onValueChange={(wanted: StudioTool) => edit({ tool: wanted })}>
      <Tabs.List className={tabs.tabs} aria-label="What the picture comes from">
        {TOOLS.map(({ tool: value, label }) => (
          <Tabs.Tab key={value} value={value} className={tabs.tab}>
            {label}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {TOOLS.map(({ tool: value, Panel }) => (
        <Tabs.Panel key={value} value={value} className={classes.panel}>
          <Panel />
        </Tabs.Panel>
      ))}
    </Tabs.Root>
  )
}
