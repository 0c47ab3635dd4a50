import type { Dialect as KyselyDialect } from 'kysely'

/** What an error of the database means to the program. */
export type Kind =
  | 'not unique' // another row has this value
  | 'no reference' // a row that is pointed at is missing, or a row to be deleted is pointed at
  | 'retry' // the transaction had to give way and can be run again
  | 'unavailable' // the database is away or too busy
  | 'fatal' // waiting won't help: wrong password, unknown database
  | 'other'

/** What the program must know about one database product. */
export interface Dialect {
  /** The folder of its migrations. */
  name: 'sqlite' | 'postgres' | 'mysql'
  /** Opens a pool; it connects when it is used first. */
  open(): KyselyDialect
  kind(error: DatabaseError): Kind
}

/** The errors of all drivers, which say what happened in different ways. */
export interface DatabaseError extends Error {
  code?: string
  errno?: number
  errcode?: number
}
