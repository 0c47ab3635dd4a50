// The things of one kind in the database.
import { type RawBuilder, sql } from 'kysely'
import { searched } from '../api/page.ts'
import { invalidField, notFound, notUnique, Problem } from '../api/problem.ts'
import { invalidToken, newId, reachable, type User } from '../auth/user.ts'
import type { Database, Queries, Row } from '../database/database.ts'
import { isId } from '../value/format.ts'
import { fromStored, now, toStored } from '../value/time.ts'
import type { Kind } from './kind.ts'
import { type Demand, preconditionFailed } from './version.ts'

/** A thing as the API shows it. */
export interface Item extends Row {
  id: string
  owner_id: string
  version: number
}

export class Store {
  readonly #database: Database
  readonly #kind: Kind

  constructor(database: Database, kind: Kind) {
    this.#database = database
    this.#kind = kind
  }

  /** Everything that the user may see. The parent is joined, so that its label needs no query of its own. */
  select(user: User, queries: Queries = this.#database.queries) {
    const { table, parent, fields } = this.#kind
    const names = ['id', 'owner_id', 'created_at', 'updated_at', 'version', ...Object.keys(fields)]
    const rows = queries
      .selectFrom(table)
      .select(names.map((name) => `${table}.${name}`))
      .where(reachable(user, table))
    if (parent === undefined) return rows
    return rows
      .innerJoin(parent.table, `${parent.table}.id`, `${table}.${parent.key}`)
      .select(`${parent.table}.${parent.label} as parentLabel`)
  }

  /** What a list is limited to. */
  conditions(query: Row): RawBuilder<boolean>[] {
    const { table, fields, filters, searches } = this.#kind
    const conditions = typeof query.q === 'string' ? [searched(table, searches, query.q)] : []
    for (const name of filters) {
      const column = sql.ref(`${table}.${name}`)
      const toColumn = (value: unknown) => fields[name]?.toColumn(value as never)
      for (const [end, operator] of [
        ['', '='],
        ['_min', '>='],
        ['_max', '<='],
      ] as const) {
        const wanted = query[name + end]
        if (Array.isArray(wanted)) conditions.push(sql`${column} IN (${sql.join(wanted)})`)
        else if (wanted !== undefined) conditions.push(sql`${column} ${sql.raw(operator)} ${toColumn(wanted)}`)
      }
    }
    return conditions
  }

  /** Finds one thing; one that the user can't reach is not there. */
  async find(user: User, id: string, queries?: Queries): Promise<Item> {
    const rows = isId(id) ? this.select(user, queries).where(`${this.#kind.table}.id`, '=', id) : undefined
    const row = await rows?.executeTakeFirst()
    if (row === undefined) throw notFound()
    return this.toItem(row)
  }

  /** Stores a new thing. It belongs to the user, or to whom its parent belongs to. */
  async insert(user: User, input: Row): Promise<Item> {
    const item = await this.#database
      .transaction(async (queries) => {
        const parent = await this.#findParent(queries, user, input)
        return this.add(queries, parent?.owner_id ?? user.id, input, now(), parent?.label)
      })
      .catch((error: unknown) => this.#explain(error, user.id, input))
    return item
  }

  /** Stores a thing that has an owner. */
  async add(queries: Queries, ownerId: string, input: Row, moment: string, parentLabel?: unknown): Promise<Item> {
    const made = toStored(moment)
    const row = {
      id: newId(),
      owner_id: ownerId,
      created_at: made,
      updated_at: made,
      version: 1,
      ...this.#toColumns(input),
    }
    await queries.insertInto(this.#kind.table).values(row).execute()
    return this.toItem({ ...row, parentLabel })
  }

  /** Replaces what a client may set, if the version is still the demanded one. */
  async update(user: User, id: string, demand: Demand, input: Row): Promise<Item> {
    let ownerId = user.id
    const work = async (queries: Queries) => {
      const old = await this.#findVersion(queries, user, id, demand)
      ownerId = old.owner_id
      const parent = await this.#findParent(queries, user, input)
      if (parent !== undefined && parent.owner_id !== ownerId) throw this.#noParent()
      const changes = { ...this.#toColumns(input), updated_at: toStored(now()), version: sql`version + 1` }
      let update = queries.updateTable(this.#kind.table).set(changes).where('id', '=', id)
      // Between a look at the version and the change, another request could be quicker.
      if (typeof demand === 'number') update = update.where('version', '=', demand)
      const { numUpdatedRows } = await update.executeTakeFirst()
      if (numUpdatedRows === 0n) throw demand === 'any' ? notFound() : preconditionFailed()
      return this.find(user, id, queries)
    }
    return this.#database.transaction(work).catch((error: unknown) => this.#explain(error, ownerId, input, id))
  }

  /** Deletes a thing, if the version is still the demanded one. */
  async delete(user: User, id: string, demand: Demand): Promise<void> {
    const work = async (queries: Queries) => {
      await this.#findVersion(queries, user, id, demand)
      let removal = queries.deleteFrom(this.#kind.table).where('id', '=', id)
      if (typeof demand === 'number') removal = removal.where('version', '=', demand)
      const { numDeletedRows } = await removal.executeTakeFirst()
      if (numDeletedRows === 0n) throw demand === 'any' ? notFound() : preconditionFailed()
    }
    await this.#database.transaction(work).catch((error: unknown) => {
      if (this.#database.kind(error) !== 'no reference') throw error
      throw new Problem(409, 'has_children', 'Other things belong to it. Delete those first.')
    })
  }

  /** A thing as the API shows it, from its row. */
  toItem(row: Row): Item {
    const { fields, parent } = this.#kind
    const item: Item = {
      id: String(row.id),
      owner_id: String(row.owner_id),
      created_at: fromStored(String(row.created_at)),
      updated_at: fromStored(String(row.updated_at)),
      version: Number(row.version),
    }
    for (const [name, field] of Object.entries(fields)) {
      item[name] = row[name] === null ? null : field.fromColumn(row[name] as never)
    }
    if (parent !== undefined) item[parent.name] = { id: row[parent.key], label: row.parentLabel }
    return item
  }

  #toColumns(input: Row): Row {
    const columns: Row = {}
    for (const [name, field] of Object.entries(this.#kind.fields)) {
      const value = (Object.hasOwn(input, name) ? input[name] : null) ?? field.default ?? null
      columns[name] = value === null ? null : field.toColumn(value as never)
    }
    return columns
  }

  async #findVersion(queries: Queries, user: User, id: string, demand: Demand): Promise<Item> {
    const item = await this.find(user, id, queries)
    if (demand !== 'any' && demand !== item.version) throw preconditionFailed()
    return item
  }

  /** Finds what a thing is to belong to. */
  async #findParent(queries: Queries, user: User, input: Row) {
    const { parent } = this.#kind
    if (parent === undefined) return undefined
    const row = await queries
      .selectFrom(parent.table)
      .select(['owner_id', `${parent.label} as label`])
      .where('id', '=', input[parent.key])
      .where(reachable(user, parent.table))
      .executeTakeFirst()
    if (row === undefined) throw this.#noParent()
    return { owner_id: String(row.owner_id), label: row.label }
  }

  #noParent(): Problem {
    return invalidField(this.#kind.parent?.key ?? '', 'not_found', 'Is not one that you can use.')
  }

  /** Turns what the database refused into what the client can understand. */
  async #explain(error: unknown, ownerId: string, input: Row, id = ''): Promise<never> {
    switch (this.#database.kind(error)) {
      case 'not unique':
        throw notUnique(await this.#taken(ownerId, input, id))
      case 'no reference': // it was deleted in this very moment: the parent, or the account
        throw this.#kind.parent === undefined ? invalidToken() : this.#noParent()
      default:
        throw error
    }
  }

  /** Finds out which values another thing of the same owner has. */
  async #taken(ownerId: string, input: Row, id: string): Promise<string[]> {
    const { table, unique } = this.#kind
    const columns = this.#toColumns(input)
    const taken: string[] = []
    for (const name of unique.filter((name) => columns[name] !== null)) {
      const same = this.#database.queries.selectFrom(table).select('id').where('owner_id', '=', ownerId)
      const others = await same.where(name, '=', columns[name]).execute()
      if (others.some((other) => other.id !== id)) taken.push(name)
    }
    return taken
  }
}
