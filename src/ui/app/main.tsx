// Starts the page: the trainer, the store, React.
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import 'uplot/dist/uPlot.min.css'
import '../shared/tokens.css'
import '../shared/base.css'
import { DEFAULT_BUILTIN } from '../../spec/datasets.ts'
import { makePageCache } from '../data/page-cache.ts'
import { watchLayout } from '../shared/layout.ts'
import { applyTheme, useTheme } from '../shared/theme.ts'
import { makeHistory } from '../train/history.ts'
import { initialKeep } from '../train/keep-slice.ts'
import { App } from './App.tsx'
import { createActions } from './actions.ts'
import { initialDevice } from './device-slice.ts'
import { readBackend } from './kept-device.ts'
import { lastRun, lostRun, wasLoadedAgain } from './last-run.ts'
import { PageContext } from './page-context.ts'
import { readAwake } from './page-life.ts'
import { connectPage, readAddress, wasLinked } from './page-links.ts'
import { store } from './store.ts'
import { makeTrainerClient } from './trainer-client.ts'

applyTheme(useTheme.getState().theme)
watchLayout()

const wanted = readBackend()
const remembered = { awake: readAwake(), last: lastRun(), lost: lostRun(wasLoadedAgain()) }
const link = readAddress(store)
store.setState({ settings: { preset: link.preset, config: link.config, applied: [] }, device: { ...initialDevice, wanted } })
store.setState({ keep: { ...initialKeep, ...remembered } })

const client = makeTrainerClient()
const history = makeHistory()
const images = makePageCache((id, from, count) => client.send({ type: 'show-images', id, from, count }))
const actions = createActions({ client, store, history, images }, { kind: 'builtin', name: link.data ?? DEFAULT_BUILTIN })
actions.boot(!wasLinked())
connectPage(store, actions)

const page = { actions, history, images }
const root = document.getElementById('root')
if (root === null) throw new Error('index.html has no #root')
createRoot(root).render(
  <StrictMode>
    <PageContext value={page}>
      <App />
    </PageContext>
  </StrictMode>,
)
