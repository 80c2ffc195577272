// Starts the page: the trainer, the store, React.
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import 'uplot/dist/uPlot.min.css'
import '../shared/tokens.css'
import '../shared/base.css'
import { DEFAULT_BUILTIN } from '../../spec/datasets.ts'
import { watchLayout } from '../shared/layout.ts'
import { applyTheme, useTheme } from '../shared/theme.ts'
import { makeHistory } from '../train/history.ts'
import { App } from './App.tsx'
import { initialDevice } from './device-slice.ts'
import { readBackend } from './kept-device.ts'
import { connectPage, readAddress } from './page-links.ts'
import { makeSession } from './session.ts'
import { SessionContext } from './session-context.ts'
import { store } from './store.ts'
import { makeTrainerClient } from './trainer-client.ts'

applyTheme(useTheme.getState().theme)
watchLayout()

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
