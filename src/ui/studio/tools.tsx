// The tools of the studio as tabs: each says what the large picture comes from.
import { Tabs } from '@base-ui/react/tabs'
import type { ComponentType } from 'react'
import { useStore } from '../app/store.ts'
import tabs from '../shared/tabbed-views.module.css'
import { drawnClasses } from '../train/class-names.ts'
import { LoopPanel } from './loop/loop-panel.tsx'
import { MorphPanel } from './morph/morph-panel.tsx'
import { PadPanel } from './pad/pad-panel.tsx'
import { PathPanel } from './path/path-panel.tsx'
import { edit } from './state/history.ts'
import { chooseTool } from './state/studio-edits.ts'
import type { StudioTool } from './state/studio-state.ts'
import { useStudio } from './state/studio-store.ts'
import classes from './studio.module.css'
import { TimePanel } from './time/time-panel.tsx'

interface Tool {
  readonly tool: StudioTool
  readonly label: string
  readonly Panel: ComponentType
}

const TOOLS: readonly Tool[] = [
  { tool: 'pad', label: 'Pad', Panel: PadPanel },
  { tool: 'loop', label: 'Loop', Panel: LoopPanel },
  { tool: 'path', label: 'Path', Panel: PathPanel },
  { tool: 'morph', label: 'Morph', Panel: MorphPanel },
  { tool: 'time', label: 'Time', Panel: TimePanel },
]

export function Tools() {
  const tool = useStudio((state) => state.tool)
  const hasClasses = useStore((state) => drawnClasses(state).length > 1)
  const offered = TOOLS.filter((each) => each.tool !== 'morph' || hasClasses)
  return (
    <Tabs.Root
      className={classes.tools}
      value={offered.some((each) => each.tool === tool) ? tool : 'pad'}
      onValueChange={(wanted: StudioTool) => edit((state) => chooseTool(state, wanted))}
    >
      <Tabs.List className={classes.tabs} aria-label="What the picture comes from">
        {offered.map(({ tool: value, label }) => (
          <Tabs.Tab key={value} value={value} className={tabs.tab}>
            {label}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {offered.map(({ tool: value, Panel }) => (
        <Tabs.Panel key={value} value={value} className={classes.panel}>
          <Panel />
        </Tabs.Panel>
      ))}
    </Tabs.Root>
  )
}
