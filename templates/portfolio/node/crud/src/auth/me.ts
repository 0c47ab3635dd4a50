// What users do with their own account.
import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { App } from '../api/app.ts'
import { invalidField } from '../api/problem.ts'
import { anyText } from '../value/field.ts'
import { normalEmail } from '../value/text.ts'
import type { Accounts } from './accounts.ts'
import { Name, NewPassword } from './login.ts'
import { hashPassword, hashPatience } from './password.ts'
import { deleteUser, endSessions, setPasswordHash } from './store.ts'
import { currentUser, User } from './user.ts'

const NameChange = Type.Object({ name: Name }, { title: 'NameChange', additionalProperties: false })
const PasswordChange = Type.Object(
  { current_password: anyText(), new_password: NewPassword },
  { title: 'PasswordChange', additionalProperties: false },
)
const PasswordProof = Type.Object({ password: anyText() }, { title: 'PasswordProof', additionalProperties: false })

const path = '/api/v1/users/me'
const tag = 'Accounts'

/** Adds the routes; tables is where users have things, children first. */
export function addMeRoutes(app: App, accounts: Accounts, tables: string[]): void {
  const { queries } = accounts.database
  const notDemo = async (request: FastifyRequest) => accounts.checkNotDemo(currentUser(request))

  const show = { id: 'getMe', tag, summary: 'Read your account' }
  app.get(path, { config: show, schema: { response: { 200: User } } }, async (request) => currentUser(request))

  const change = { id: 'updateMe', tag, summary: 'Change your name' }
  app.patch(path, { config: change, schema: { body: NameChange, response: { 200: User } } }, async (request) => {
    const user = currentUser(request)
    await queries.updateTable('users').set(request.body).where('id', '=', user.id).execute()
    return { ...user, ...request.body }
  })

  const hashing = { tag, refusals: [403], status: 204, patience: hashPatience }
  const password = { ...hashing, id: 'changePassword', summary: 'Change your password' }
  app.post(
    `${path}/password`,
    { config: password, schema: { body: PasswordChange }, onRequest: notDemo },
    async (request, reply) => {
      const user = currentUser(request)
      const { current_password, new_password } = request.body
      if (normalEmail(new_password) === user.email) {
        throw invalidField('new_password', 'not_allowed', 'Must not be the e-mail address.')
      }
      await accounts.checkPassword(user, 'current_password', current_password)
      const hash = await hashPassword(new_password) // not within the transaction: it takes its time
      await accounts.database.transaction(async (transaction) => {
        await setPasswordHash(transaction, user.id, hash)
        await endSessions(transaction, user.id)
      })
      return reply.code(204).send()
    },
  )

  const remove = { ...hashing, id: 'deleteMe', summary: 'Delete your account with all that is yours' }
  app.delete(path, { config: remove, schema: { body: PasswordProof }, onRequest: notDemo }, async (request, reply) => {
    const user = currentUser(request)
    await accounts.checkPassword(user, 'password', request.body.password)
    await deleteUser(accounts.database, user.id, tables)
    accounts.cookie.clear(reply)
    return reply.code(204).send()
  })
}
