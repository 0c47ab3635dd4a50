// Registering, signing in and out.
import { Type } from 'typebox'
import type { App } from '../api/app.ts'
import { Problem } from '../api/problem.ts'
import { anyText } from '../value/field.ts'
import type { Accounts } from './accounts.ts'
import { hashPatience } from './password.ts'
import { checkSameSite, endSession, rotate } from './session.ts'
import { EmailTaken } from './store.ts'
import { invalidToken, signInFirst, User } from './user.ts'

const strict = { additionalProperties: false }
export const Name = Type.String({ minLength: 1, maxLength: 100, pattern: '^[^\\p{Cc}]*$', 'x-trim': true })
export const NewPassword = Type.String({ minLength: 10, maxLength: 128, pattern: '^[^\\0]*$' })

const Registration = Type.Object(
  { email: Type.String({ format: 'email', maxLength: 254, 'x-address': true }), name: Name, password: NewPassword },
  { title: 'Registration', ...strict, 'x-unlike-email': 'password' },
)
// Whatever they are: a bad one is refused as a wrong one is.
const Credentials = Type.Object(
  { email: Type.String({ pattern: '^[^\\0]*$', 'x-address': true }), password: anyText() },
  { title: 'Credentials', ...strict },
)
const Token = Type.Object(
  { access_token: Type.String(), token_type: Type.String(), expires_in: Type.Integer() },
  { title: 'Token' },
)

const open = { tag: 'Accounts', open: true }

export function addLoginRoutes(app: App, accounts: Accounts): void {
  addRegister(app, accounts)

  const login = { ...open, id: 'login', summary: 'Sign in', refusals: [401], patience: hashPatience }
  app.post(
    '/api/v1/auth/login',
    { config: login, schema: { body: Credentials, response: { 200: Token } } },
    async (request, reply) => {
      const { email, password } = request.body
      const { userId, session } = await accounts.login(request.client, email, password)
      accounts.cookie.set(reply, session)
      return accounts.grant(userId, session)
    },
  )

  const refresh = {
    ...open,
    proof: 'cookie' as const,
    id: 'refresh',
    summary: 'Get a new access token with the cookie',
    refusals: [401, 403],
  }
  app.post(
    '/api/v1/auth/refresh',
    { config: refresh, schema: { response: { 200: Token } } },
    async (request, reply) => {
      checkSameSite(request, accounts.publicUrl)
      const sent = accounts.cookie.read(request)
      if (sent === undefined) throw signInFirst()
      const rotation = await rotate(accounts.database, sent)
      if (rotation === 'copied' || rotation === 'unknown') accounts.cookie.clear(reply)
      if (typeof rotation === 'string') throw invalidToken()
      accounts.cookie.set(reply, rotation.session)
      return accounts.grant(rotation.userId, rotation.session)
    },
  )

  const logout = { ...open, proof: 'cookie' as const, id: 'logout', summary: 'Sign out', refusals: [403], status: 204 }
  app.post('/api/v1/auth/logout', { config: logout }, async (request, reply) => {
    checkSameSite(request, accounts.publicUrl)
    const session = accounts.cookie.read(request)
    if (session !== undefined) await endSession(accounts.database, session)
    accounts.cookie.clear(reply)
    return reply.code(204).send()
  })
}

function addRegister(app: App, accounts: Accounts): void {
  const about = { ...open, id: 'register', summary: 'Create an account', refusals: [409], status: 201 }
  const config = { ...about, patience: hashPatience }
  app.post(
    '/api/v1/auth/register',
    { config, schema: { body: Registration, response: { 201: User } } },
    async (request, reply) => {
      const { email, name, password } = request.body
      try {
        const user = await accounts.create(email, name, password, 'user')
        return await reply.code(201).header('location', '/api/v1/users/me').send(user)
      } catch (error) {
        if (error instanceof EmailTaken)
          throw new Problem(409, 'email_taken', 'There is an account with this e-mail address.')
        throw error
      }
    },
  )
}
