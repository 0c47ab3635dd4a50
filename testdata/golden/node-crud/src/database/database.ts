// Opens the database that DATABASE_URL names, brings its tables up to date and hides what differs between the products.
import { setTimeout } from 'node:timers/promises'
import { type ColumnType, Kysely, sql, type Transaction } from 'kysely'
import type { DatabaseError, Dialect, Kind } from './dialect.ts'
import { dialects } from './dialects.ts'
import { migrate } from './migrate.ts'

/** How long the start waits for a database server that is still starting. */
const startupPatience = 30_000

/** A row of any table. */
export type Row = Record<string, unknown>

/** The tables of accounts, and those of things, whose columns are known from their fields. */
export interface Tables extends Record<string, Row> {
  users: UserRow
  sessions: SessionRow
}

type UserRow = {
  id: string
  email: string
  name: string
  password_hash: string
  role: 'user' | 'admin'
  disabled: ColumnType<boolean | number, boolean> // SQLite and MySQL keep 0 and 1
  created_at: string
}

type SessionRow = {
  id: string
  user_id: string
  secret_hash: string
  rotated_at: string
  expires_at: string
  created_at: string
}

export type Queries = Kysely<Tables>

/** Tells what is wrong with a DATABASE_URL, without using it. */
export function checkDatabaseUrl(text: string): string | undefined {
  try {
    dialectOf(text)
    return undefined
  } catch (error) {
    return Error.isError(error) ? error.message : String(error)
  }
}

/** Finds out which product a URL is for. */
function dialectOf(text: string): Dialect {
  const url = URL.parse(text)
  if (url === null) throw new Error("can't be read as an address; is every special character written as %XX?")
  const dialect = dialects[url.protocol]
  if (dialect === undefined)
    throw new Error(`begins with "${url.protocol}", which is no database that this program knows`)
  return dialect(url)
}

/** Connects to the database, waits for it to answer and applies the migrations it lacks. */
export async function openDatabase(url: string): Promise<Database> {
  const database = new Database(dialectOf(url))
  try {
    await database.prepare()
    return database
  } catch (error) {
    await database.close()
    throw error
  }
}

export class Database {
  readonly queries: Queries
  readonly #dialect: Dialect

  constructor(dialect: Dialect) {
    this.#dialect = dialect
    this.queries = new Kysely<Tables>({ dialect: dialect.open() })
  }

  async prepare(): Promise<void> {
    await this.#waitForAnswer()
    await migrate(this.queries, this.#dialect.name).catch((error: unknown) => {
      throw new Error("the database's tables can't be brought up to date", { cause: error })
    })
  }

  /** Asks for an answer, whatever it is. */
  async ping(): Promise<void> {
    await sql`SELECT 1`.execute(this.queries)
  }

  async close(): Promise<void> {
    await this.queries.destroy()
  }

  /**
   * Runs work in a transaction, which is committed when it ends well. Where the database gives way to another
   * transaction (a deadlock), work is run again: it must have no effect outside the transaction.
   */
  async transaction<T>(work: (queries: Transaction<Tables>) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      const transaction = this.queries.transaction()
      const leveled = this.#dialect.name === 'mysql' ? transaction.setIsolationLevel('read committed') : transaction
      try {
        return await leveled.execute(work)
      } catch (error) {
        if (attempt === 5 || this.kind(error) !== 'retry') throw error
      }
    }
  }

  /** Says what an error means, whichever database it came from. */
  kind(error: unknown): Kind {
    if (!Error.isError(error)) return 'other'
    const { code = '' }: DatabaseError = error
    return networkErrors.has(code) ? 'unavailable' : this.#dialect.kind(error)
  }

  async #waitForAnswer(): Promise<void> {
    const end = Date.now() + startupPatience
    for (;;) {
      try {
        return await this.ping()
      } catch (error) {
        if (this.kind(error) === 'fatal' || Date.now() > end) {
          throw new Error("the database can't be reached", { cause: error })
        }
        await setTimeout(500)
      }
    }
  }
}

const networkErrors = new Set([
  'EAI_AGAIN',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
])
