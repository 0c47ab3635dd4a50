// What can be done with things over HTTP. All kinds have it in common; what is special about one, such as books,
// stands in its own folder as a Kind.
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { App } from '../api/app.ts'
import { pageOf, readPage } from '../api/page.ts'
import { Problem } from '../api/problem.ts'
import { currentUser } from '../auth/user.ts'
import { kinds } from '../catalog/catalog.ts'
import type { Row } from '../database/database.ts'
import { inputSchema, itemSchema, type Kind, querySchema, sortKeys } from './kind.ts'
import type { Item, Store } from './store.ts'
import { ifMatch } from './version.ts'

export function addCollection(app: App, kind: Kind, store: Store): void {
  addReading(app, kind, store)
  addWriting(app, kind, store)
}

function addReading(app: App, kind: Kind, store: Store): void {
  const path = `/api/v1/${kind.path}`
  const tag = kind.many
  const item = itemSchema(kind)

  const list = { id: `list${kind.name}`, tag, summary: `List: ${kind.many}` }
  const page = { querystring: querySchema(kind), response: { 200: pageOf(item) } }
  const sorts = sortKeys(kind)
  app.get(path, { config: list, schema: page }, async (request, reply) => {
    let rows = store.select(currentUser(request))
    for (const condition of store.conditions(request.query as Row)) rows = rows.where(condition)
    return readPage(rows, { table: kind.table, request, reply, sorts }, (row) => store.toItem(row))
  })

  const show = { id: `get${kind.name}`, tag, summary: `Read: ${kind.one}` }
  app.get(`${path}/:id`, { config: show, schema: { response: { 200: item } } }, async (request, reply) =>
    withETag(reply, await store.find(currentUser(request), idOf(request))),
  )
}

function addWriting(app: App, kind: Kind, store: Store): void {
  const path = `/api/v1/${kind.path}`
  const tag = kind.many
  const body = inputSchema(kind)
  const item = itemSchema(kind)
  const clash = kind.unique.length > 0 ? [409] : []
  const children = kinds.some(({ parent }) => parent?.table === kind.table) ? [409] : []

  const create = { id: `create${kind.name}`, tag, summary: `Create: ${kind.one}`, status: 201, refusals: clash }
  app.post(path, { config: create, schema: { body, response: { 201: item } } }, async (request, reply) => {
    const made = await store.insert(currentUser(request), request.body as Row)
    reply.code(201).header('location', `${path}/${made.id}`)
    return withETag(reply, made)
  })

  const replace = { id: `replace${kind.name}`, tag, summary: `Replace: ${kind.one}`, refusals: [412, 428, ...clash] }
  app.put(`${path}/:id`, { config: replace, schema: { body, response: { 200: item } } }, async (request, reply) => {
    const header = request.headers['if-match']
    if (header === undefined) {
      throw new Problem(428, 'precondition_required', 'Send the version that you have seen in If-Match.')
    }
    const user = currentUser(request)
    return withETag(reply, await store.update(user, idOf(request), ifMatch(header), request.body as Row))
  })

  const refusals = [412, ...children]
  const remove = { id: `delete${kind.name}`, tag, summary: `Delete: ${kind.one}`, status: 204, refusals }
  app.delete(`${path}/:id`, { config: remove }, async (request, reply) => {
    await store.delete(currentUser(request), idOf(request), ifMatch(request.headers['if-match']))
    return reply.code(204).send()
  })
}

function idOf(request: FastifyRequest): string {
  return (request.params as { id: string }).id
}

function withETag(reply: FastifyReply, item: Item): Item {
  reply.header('etag', `"${item.version}"`)
  return item
}
