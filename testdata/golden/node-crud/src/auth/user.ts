import { randomUUID } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import { type RawBuilder, sql } from 'kysely'
import { type Static, Type } from 'typebox'
import { Problem } from '../api/problem.ts'
import { fromStored } from '../value/time.ts'

/** The address of the account that SEED_DEMO makes. */
export const demoEmail = 'demo@example.com'

export const Role = Type.Unsafe<'user' | 'admin'>({ type: 'string', enum: ['user', 'admin'] })

/** An account as the API shows it. */
export const User = Type.Object(
  {
    id: Type.String({ format: 'uuid' }),
    email: Type.String({ format: 'email' }),
    name: Type.String(),
    role: Role,
    created_at: Type.String({ format: 'date-time' }),
  },
  { title: 'User' },
)
export type User = Static<typeof User>

/** An account as administrators see it. */
export const AdminUser = Type.Object({ ...User.properties, disabled: Type.Boolean() }, { title: 'AdminUser' })
export type AdminUser = Static<typeof AdminUser>

declare module 'fastify' {
  interface FastifyRequest {
    /** Who sends the request; null where nobody has to sign in. */
    user: User | null
  }
}

/** The user who sent a request to a route that asks for a bearer. */
export function currentUser(request: FastifyRequest): User {
  if (request.user === null) throw signInFirst()
  return request.user
}

export const userColumns = ['users.id', 'users.email', 'users.name', 'users.role', 'users.created_at'] as const

export function toUser(row: User): User {
  return { id: row.id, email: row.email, name: row.name, role: row.role, created_at: fromStored(row.created_at) }
}

/** Limits a query to what the user may see. Every query about things goes through it. */
export function reachable(user: User, table: string): RawBuilder<boolean> {
  return user.role === 'admin' ? sql<boolean>`1 = 1` : sql<boolean>`${sql.ref(`${table}.owner_id`)} = ${user.id}`
}

/** An id that sorts by the time it was made: a UUID of version 7. */
export function newId(): string {
  const time = Date.now().toString(16).padStart(12, '0')
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`
}

export function signInFirst(): Problem {
  return new Problem(401, 'unauthenticated', 'Sign in first.')
}

export function invalidToken(headers: Record<string, string> = {}): Problem {
  return new Problem(401, 'invalid_token', 'The sign-in is no longer valid. Sign in again.', { headers })
}
