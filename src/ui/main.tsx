// Starts the page: the trainer, the store, React.
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import 'uplot/dist/uPlot.min.css'
import './styles/tokens.css'
import './styles/base.css'
import { DEFAULT_BUILTIN } from '../spec/datasets.ts'
import { App } from './App.tsx'
import { watchRoom } from './hooks/room.ts'
import { applyTheme, useTheme } from './hooks/theme.ts'
import { makeHistory } from './series/history.ts'
import { connectPage, readAddress } from './session/page-links.ts'
import { type Backend, makeSession } from './session/session.ts'
import { SessionContext } from './session/session-context.ts'
import { store } from './store/store.ts'
import { makeTrainerClient } from './trainer-client.ts'

const BACKENDS: readonly Backend[] = ['auto', 'webgpu', 'webgl', 'cpu']

applyTheme(useTheme.getState().theme)
watchRoom()

const asked = new URLSearchParams(location.search).get('backend')
const backend = BACKENDS.find((name) => name === asked) ?? 'auto'
const link = readAddress(store)
store.setState({ settings: { preset: link.preset, config: link.config, applied: [] } })

const parts = { client: makeTrainerClient(), store, history: makeHistory() }
const session = makeSession(parts, backend, { kind: 'builtin', name: link.data ?? DEFAULT_BUILTIN })
session.boot()
connectPage(store, session)

const root = document.getElementById('root')
if (root === null) throw new Error('index.html has no #root')
createRoot(root).render(
  <StrictMode>
    <SessionContext value={session}>
      <App />
    </SessionContext>
  </StrictMode>,
)
