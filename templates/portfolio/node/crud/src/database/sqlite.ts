// SQLite, by the driver that is part of Node. Kysely has none for it, so that the small one is here.
import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'
import { fileURLToPath } from 'node:url'
import {
  type CompiledQuery,
  type DatabaseConnection,
  type Driver,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely'
import type { Dialect, Kind } from './dialect.ts'

export function sqliteDialect(url: URL): Dialect {
  if (url.host !== '' || url.pathname.length < 2) throw new Error('must be written as sqlite:///path/to/file.db')
  const path = fileURLToPath(`file://${url.pathname}`)
  return {
    name: 'sqlite',
    open: () => ({
      createAdapter: () => new TransactionalAdapter(),
      createDriver: () => new SqliteDriver(path),
      createIntrospector: (db) => new SqliteIntrospector(db),
      createQueryCompiler: () => new SqliteQueryCompiler(),
    }),
    kind: ({ errcode = 0 }) => sqliteKinds[errcode] ?? sqliteKinds[errcode & 0xff] ?? 'other',
  }
}

/** By SQLite's own numbers; the low byte of a number is its kind. */
const sqliteKinds: Record<number, Kind> = {
  2067: 'not unique',
  1555: 'not unique', // the primary key
  787: 'no reference',
  5: 'unavailable', // busy
  6: 'unavailable', // locked
  8: 'fatal', // read-only
  14: 'fatal', // can't be opened
  26: 'fatal', // no database
}

/** Lets all migrations be one transaction. It holds the write lock, so that of two instances one waits for the other. */
class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true
  }
}

/** One connection, which transactions take in turns. A statement takes microseconds and needs no other thread. */
class SqliteDriver implements Driver {
  readonly #path: string
  #connection: SqliteConnection | undefined
  #turn: Promise<void> = Promise.resolve()
  #endTurn: () => void = () => undefined

  constructor(path: string) {
    this.#path = path
  }

  async init(): Promise<void> {
    mkdirSync(dirname(this.#path), { recursive: true, mode: 0o700 })
    const db = new DatabaseSync(this.#path, { timeout: 5000 })
    // WAL lets other processes read while one writes.
    db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON')
    this.#connection = new SqliteConnection(db)
  }

  async acquireConnection(): Promise<DatabaseConnection> {
    const before = this.#turn
    let endTurn = this.#endTurn
    const turn = new Promise<void>((resolve) => {
      endTurn = resolve
    })
    this.#turn = before.then(() => turn)
    await before
    this.#endTurn = endTurn
    if (this.#connection === undefined) throw new Error('the database is closed')
    return this.#connection
  }

  async releaseConnection(): Promise<void> {
    this.#endTurn()
  }

  /** Takes the write lock at once: a transaction that asks for it later can't wait for it. */
  async beginTransaction(connection: SqliteConnection): Promise<void> {
    connection.run('BEGIN IMMEDIATE')
  }

  async commitTransaction(connection: SqliteConnection): Promise<void> {
    connection.run('COMMIT')
  }

  async rollbackTransaction(connection: SqliteConnection): Promise<void> {
    connection.run('ROLLBACK')
  }

  async destroy(): Promise<void> {
    this.#connection?.close()
    this.#connection = undefined
  }
}

/** Bounds the memory of statements that were prepared. */
const maxStatements = 500

class SqliteConnection implements DatabaseConnection {
  readonly #db: DatabaseSync
  readonly #statements = new Map<string, StatementSync>()

  constructor(db: DatabaseSync) {
    this.#db = db
  }

  async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
    const values = parameters.map((value) => (typeof value === 'boolean' ? Number(value) : value) as SQLInputValue)
    const statement = this.#prepare(sql)
    if (statement.columns().length > 0) return { rows: statement.all(...values) as R[] }
    return { rows: [], numAffectedRows: BigInt(statement.run(...values).changes) }
  }

  run(sql: string): void {
    this.#db.exec(sql)
  }

  close(): void {
    this.#db.close()
  }

  streamQuery(): never {
    throw new Error('SQLite reads all rows at once')
  }

  #prepare(sql: string): StatementSync {
    const known = this.#statements.get(sql)
    if (known !== undefined) return known
    if (this.#statements.size >= maxStatements) this.#statements.clear()
    const statement = this.#db.prepare(sql)
    this.#statements.set(sql, statement)
    return statement
  }
}
