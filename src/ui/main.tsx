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
import { readBackend } from './session/kept-device.ts'
import { connectPage, readAddress } from './session/page-links.ts'
import { makeSession } from './session/session.ts'
import { SessionContext } from './session/session-context.ts'
import { initialDevice } from './store/device-slice.ts'
import { store } from './store/store.ts'
import { makeTrainerClient } from './trainer-client.ts'

applyTheme(useTheme.getState().theme)
watchRoom()

const wanted = readBackend()
const link = readAddress(store)
store.setState({ settings: { preset: link.preset, config: link.config, applied: [] }, device: { ...initialDevice, wanted } })

const parts = { client: makeTrainerClient(), store, history: makeHistory() }
const session = makeSession(parts, { kind: 'builtin', name: link.data ?? DEFAULT_BUILTIN })
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
