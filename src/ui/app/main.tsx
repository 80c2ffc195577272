// Starts the page: the trainer, the store, React.
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import 'uplot/dist/uPlot.min.css'
import '../shared/tokens.css'
import '../shared/base.css'
import { DEFAULT_BUILTIN } from '../../spec/datasets.ts'
import { makeHistory } from '../../spec/numbers/history.ts'
import { makePageCache } from '../data/page-cache.ts'
import { makeDrawingClient } from '../drawing/drawing-client.ts'
import { makeDrawings } from '../drawing/drawings.ts'
import { beginLesson } from '../lesson/lesson-slice.ts'
import { watchLayout } from '../shared/layout.ts'
import { applyTheme, useTheme } from '../shared/theme.ts'
import { initialKeep } from '../train/keep-slice.ts'
import { App } from './App.tsx'
import { createActions } from './actions.ts'
import { initialDevice } from './device-slice.ts'
import { readBackend } from './kept-device.ts'
import { lastRun, lostRun, wasLoadedAgain } from './last-run.ts'
import { PageContext } from './page-context.ts'
import { readAwake } from './page-life.ts'
import { connectPage, readAddress, wasLinked } from './page-links.ts'
import { reloadForThreads } from './reload-for-threads.ts'
import { store } from './store.ts'
import { makeTrainerClient } from './trainer-client.ts'
import { watchUpdates } from './updates.ts'

applyTheme(useTheme.getState().theme)
watchLayout()

const wanted = readBackend()
const remembered = { awake: readAwake(), last: lastRun(), lost: lostRun(wasLoadedAgain()) }
const link = readAddress(store)
store.setState({ settings: { preset: link.preset, config: link.config, applied: [] }, device: { ...initialDevice, wanted } })
store.setState({ keep: { ...initialKeep, ...remembered }, lesson: beginLesson(link.lesson) })

const client = makeTrainerClient()
const history = makeHistory()
const images = makePageCache((id, from, count) => client.send({ type: 'show-images', id, from, count }))
const drawings = makeDrawings({ store, trainer: client, drawing: makeDrawingClient() })
const reload = () => location.reload()
// `vite dev` has no service worker, and neither has a page that came over http from another machine.
const updates =
  import.meta.env.PROD && 'serviceWorker' in navigator
    ? watchUpdates({ container: navigator.serviceWorker, reload }, new URL('service-worker.js', document.baseURI).href)
    : null
if (updates) reloadForThreads(updates, store, readFacts, reload)
const actions = createActions(
  { client, store, history, images, drawings, updates },
  { kind: 'builtin', name: link.data ?? DEFAULT_BUILTIN },
)
actions.boot(!wasLinked() || link.lesson?.start === 'example')
connectPage(store, actions)

const page = { actions, history, images, drawings }
const root = document.getElementById('root')
if (root === null) throw new Error('index.html has no #root')
createRoot(root).render(
  <StrictMode>
    <PageContext value={page}>
      <App />
    </PageContext>
  </StrictMode>,
)

function readFacts() {
  const { hardwareConcurrency: cores, userActivation } = navigator
  return { isolated: crossOriginIsolated, cores, touched: userActivation.hasBeenActive }
}
