// Lists come in pages. A page begins after the last row of the one before: a row that comes or goes in between shifts
// nothing, as it would with OFFSET.
import { createHash } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { type RawBuilder, type SelectQueryBuilder, sql } from 'kysely'
import { type TProperties, type TSchema, Type } from 'typebox'
import type { Tables } from '../database/database.ts'
import { isId } from '../value/format.ts'
import { isStoredTime } from '../value/time.ts'
import { validationFailed } from './problem.ts'

const newestFirst = '-created_at'
const line = { minLength: 1, maxLength: 100, pattern: '^[^\\p{Cc}]*$', 'x-trim': true }
/** The parameter of lists that can be searched. */
export const searchParameter = { q: Type.Optional(Type.String(line)) }

/** The query of a list: what all lists take, and the filters of this one. */
export function listQuery<P extends TProperties>(sorts: string[], filters: P) {
  const directions = sorts.flatMap((name) => [name, `-${name}`])
  const properties = {
    limit: Type.Integer({ minimum: 1, maximum: 100, default: 20 }),
    ...filters,
    ...(sorts.length > 0
      ? { sort: Type.Unsafe<string>({ type: 'string', enum: directions, default: newestFirst }) }
      : {}),
    cursor: Type.Optional(Type.String({ format: 'cursor' })),
  }
  return Type.Object(properties, { additionalProperties: false })
}

export function pageOf<T extends TSchema>(item: T) {
  const next = Type.Unsafe<string | null>({ type: ['string', 'null'] })
  return Type.Object({ items: Type.Array(item), next_cursor: next })
}

/** Rows where any of the columns has the text, in upper or lower case. */
export function searched(table: string, columns: string[], text: string): RawBuilder<boolean> {
  const pattern = `%${text.replace(/[!%_]/g, '!$&')}%`
  const conditions = columns.map(
    (column) => sql`lower(${sql.ref(`${table}.${column}`)}) LIKE lower(${pattern}) ESCAPE '!'`,
  )
  return sql<boolean>`(${sql.join(conditions, sql` OR `)})`
}

type Query = Record<string, unknown> & { limit: number; sort?: string; cursor?: string }

/** What rows are sorted by: a column that is never null. */
export interface SortKey {
  column: string
  /** Tells whether a key from a cursor can be compared with the column. */
  fits(key: unknown): boolean
}

interface List {
  table: string
  request: FastifyRequest
  reply: FastifyReply
  /** What lists are sorted by, beside the times that all rows have. */
  sorts?: Record<string, SortKey>
}

interface Cursor {
  scope: string
  key: string | number
  id: string
}

/** Reads the page that a request asks for; rows is the query for all of them. */
export async function readPage<Row, T>(
  rows: SelectQueryBuilder<Tables, string, Row>,
  { table, request, reply, sorts = {} }: List,
  toItem: (row: Row) => T,
) {
  const query = request.query as Query
  const order = query.sort ?? newestFirst
  const descending = order.startsWith('-')
  const name = descending ? order.slice(1) : order
  const { column, fits } = sorts[name] ?? { column: name, fits: isStoredTime }
  const key = sql.ref<string | number>(`${table}.${column}`)
  const id = sql.ref<string>(`${table}.id`)
  const scope = scopeOf(request.url, query)
  let all = rows.select([key.as('sortKey'), id.as('rowId')])
  if (query.cursor !== undefined) all = all.where(following(key, id, descending, readCursor(query.cursor, scope, fits)))
  const direction = descending ? 'desc' : 'asc'
  // One more than asked for, to know whether another page follows.
  const found = await all
    .orderBy(key, direction)
    .orderBy(id, direction)
    .limit(query.limit + 1)
    .execute()
  const shown = found.slice(0, query.limit)
  const last = shown.at(-1)
  const next_cursor =
    found.length > shown.length && last ? writeCursor({ scope, key: last.sortKey, id: last.rowId }) : null
  if (next_cursor !== null) reply.header('link', linkTo(request.url, next_cursor))
  return { items: shown.map((row) => toItem(row as Row)), next_cursor }
}

/**
 * Skips the rows up to the cursor's. The first comparison alone lets the database begin at the right place of its
 * index; the other two sort out the rows with an equal key.
 */
function following(
  key: RawBuilder<unknown>,
  id: RawBuilder<unknown>,
  descending: boolean,
  after: Cursor,
): RawBuilder<boolean> {
  const beyond = sql.raw(descending ? '<' : '>')
  return sql<boolean>`${key} ${beyond}= ${after.key} AND (${key} ${beyond} ${after.key} OR ${id} ${beyond} ${after.id})`
}

/** A short digest of what decides which rows a list has, and in which order: it ties a cursor to its list. */
function scopeOf(url: string, { cursor: _, limit: __, ...query }: Query): string {
  const text = JSON.stringify([url.split('?')[0], Object.entries(query).sort()])
  return createHash('sha256').update(text).digest('base64url').slice(0, 12)
}

function writeCursor({ scope, key, id }: Cursor): string {
  return Buffer.from(JSON.stringify([scope, key, id])).toString('base64url')
}

/** Tells whether a text is a cursor, of whatever list. */
export function isCursor(text: string): boolean {
  return parseCursor(text) !== undefined
}

function parseCursor(text: string): Cursor | undefined {
  try {
    const [scope, key, id] = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))
    const cursor = { scope, key, id }
    // The decoder skips what it can't read: only what we wrote comes out the same again.
    return isId(id) && writeCursor(cursor) === text ? cursor : undefined
  } catch {
    return undefined
  }
}

function readCursor(text: string, wantedScope: string, fits: SortKey['fits']): Cursor {
  const cursor = parseCursor(text)
  if (cursor?.scope === wantedScope && fits(cursor.key)) return cursor
  throw validationFailed([{ parameter: 'cursor', code: 'invalid_format', message: 'Is not a cursor of this list.' }])
}

function linkTo(url: string, cursor: string): string {
  const [path, query] = url.split('?')
  const parameters = new URLSearchParams(query)
  parameters.set('cursor', cursor)
  return `<${path}?${parameters}>; rel="next"`
}
