// Accounts in the database.
import type { Database, Queries } from '../database/database.ts'
import { now, toStored } from '../value/time.ts'
import { newId, toUser, type User, userColumns } from './user.ts'

/** An account with what nobody is shown. */
interface Account extends User {
  passwordHash: string
  disabled: boolean
}

/** Says that another account has the address. */
export class EmailTaken extends Error {}

export async function insertUser(
  database: Database,
  user: Pick<User, 'email' | 'name' | 'role'>,
  passwordHash: string,
): Promise<User> {
  const made = { id: newId(), ...user, created_at: now() }
  const row = { ...made, created_at: toStored(made.created_at), password_hash: passwordHash, disabled: false }
  try {
    await database.queries.insertInto('users').values(row).execute()
  } catch (error) {
    throw database.kind(error) === 'not unique' ? new EmailTaken() : error
  }
  return made
}

export async function findAccount(
  queries: Queries,
  column: 'id' | 'email',
  wanted: string,
): Promise<Account | undefined> {
  const row = await queries
    .selectFrom('users')
    .select([...userColumns, 'password_hash', 'disabled'])
    .where(`users.${column}`, '=', wanted)
    .executeTakeFirst()
  return row && { ...toUser(row), passwordHash: row.password_hash, disabled: Boolean(row.disabled) }
}

/**
 * Finds the user of a session. One query joins both, so that signing out, disabling and a new role take effect at
 * once.
 */
export async function findUserOfSession(
  queries: Queries,
  sessionId: string,
  userId: string,
): Promise<User | undefined> {
  const row = await queries
    .selectFrom('sessions')
    .innerJoin('users', 'users.id', 'sessions.user_id')
    .select(userColumns)
    .where('sessions.id', '=', sessionId)
    .where('users.id', '=', userId)
    .where('sessions.expires_at', '>', toStored(now()))
    .where('users.disabled', '=', false)
    .executeTakeFirst()
  return row && toUser(row)
}

export async function setPasswordHash(queries: Queries, userId: string, hash: string): Promise<void> {
  await queries.updateTable('users').set({ password_hash: hash }).where('id', '=', userId).execute()
}

/** Signs a user out everywhere. */
export async function endSessions(queries: Queries, userId: string): Promise<void> {
  await queries.deleteFrom('sessions').where('user_id', '=', userId).execute()
}

/** Deletes an account with all that is theirs; of the tables, children come first. */
export async function deleteUser(database: Database, userId: string, tables: string[]): Promise<void> {
  await database.transaction(async (queries) => {
    await endSessions(queries, userId)
    for (const table of tables) await queries.deleteFrom(table).where('owner_id', '=', userId).execute()
    await queries.deleteFrom('users').where('id', '=', userId).execute()
  })
}
