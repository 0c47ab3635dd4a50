import { Type } from 'typebox'
import type { App } from '../api/app.ts'
import { within } from '../api/time.ts'
import type { Database } from '../database/database.ts'

const Status = Type.Object({ status: Type.String() }, { title: 'Status' })
const Unavailable = Type.Object(
  { status: Type.String(), checks: Type.Object({ database: Type.String() }) },
  { title: 'Unavailable' },
)

/** Paths for those who run the service: they ask often, and are not limited. */
export function isOperation(path: string): boolean {
  return path === '/livez' || path === '/readyz' || path === '/metrics'
}

export function addOperationRoutes(app: App, database: Database): void {
  const live = { id: 'livez', tag: 'Operation', summary: 'Tells whether the program runs' }
  app.get('/livez', { config: live, schema: { response: { 200: Status } } }, async () => ({ status: 'ok' }))

  const ready = { id: 'readyz', tag: 'Operation', summary: 'Tells whether requests can be answered' }
  app.get('/readyz', { config: ready, schema: { response: { 200: Status, 503: Unavailable } } }, async (_, reply) => {
    try {
      await within(2000, database.ping())
      return { status: 'ok' }
    } catch {
      return reply.code(503).send({ status: 'unavailable', checks: { database: 'unreachable' } })
    }
  })
}
