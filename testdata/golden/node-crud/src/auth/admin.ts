// What administrators do with the accounts of others.
import type { FastifyRequest } from 'fastify'
import { type Static, Type } from 'typebox'
import type { App } from '../api/app.ts'
import { listQuery, pageOf, readPage, searched, searchParameter } from '../api/page.ts'
import { notFound, Problem } from '../api/problem.ts'
import { isId } from '../value/format.ts'
import type { Accounts } from './accounts.ts'
import { endSessions, findAccount } from './store.ts'
import { AdminUser, currentUser, Role, toUser, userColumns } from './user.ts'

const StandingChange = Type.Object(
  { role: Type.Optional(Role), disabled: Type.Optional(Type.Boolean()) },
  { title: 'StandingChange', additionalProperties: false },
)
type StandingChange = Static<typeof StandingChange>

async function onlyAdmins(request: FastifyRequest): Promise<void> {
  if (currentUser(request).role !== 'admin') throw new Problem(403, 'forbidden', 'Only administrators may do this.')
}

const tag = 'Administration'

export function addAdminRoutes(app: App, accounts: Accounts): void {
  const { queries } = accounts.database

  const list = { id: 'listUsers', tag, summary: 'List accounts, the newest first', refusals: [403] }
  const query = listQuery([], searchParameter)
  app.get(
    '/api/v1/admin/users',
    { config: list, schema: { querystring: query, response: { 200: pageOf(AdminUser) } }, onRequest: onlyAdmins },
    async (request, reply) => {
      let rows = queries.selectFrom('users').select([...userColumns, 'disabled'])
      if (request.query.q !== undefined) rows = rows.where(searched('users', ['email', 'name'], request.query.q))
      return readPage(rows, { table: 'users', request, reply }, (row) => ({
        ...toUser(row),
        disabled: Boolean(row.disabled),
      }))
    },
  )

  const change = {
    id: 'updateUser',
    tag,
    summary: "Change somebody's role, or whether they may sign in",
    refusals: [403, 409],
  }
  app.patch(
    '/api/v1/admin/users/:id',
    { config: change, schema: { body: StandingChange, response: { 200: AdminUser } }, onRequest: onlyAdmins },
    async (request) => {
      const { id } = request.params as { id: string }
      return setStanding(accounts, currentUser(request).id, id, request.body)
    },
  )
}

/** Changes what somebody may do. They are signed out, so that an old token is worth nothing. */
async function setStanding(accounts: Accounts, ownId: string, id: string, change: StandingChange): Promise<AdminUser> {
  if (!isId(id)) throw notFound()
  return accounts.database.transaction(async (queries) => {
    const found = await findAccount(queries, 'id', id)
    if (found === undefined) throw notFound()
    if (id === ownId) throw new Problem(409, 'own_account', 'Ask another administrator to change your own account.')
    const { passwordHash: _, ...account } = found
    const { role = account.role, disabled = account.disabled } = change
    if (role !== account.role || disabled !== account.disabled) {
      await queries.updateTable('users').set({ role, disabled }).where('id', '=', id).execute()
      await endSessions(queries, id)
    }
    return { ...account, role, disabled }
  })
}
