// What is special about one kind of things, and the schemas that follow from it.
import { type TSchema, Type } from 'typebox'
import { listQuery, type SortKey, searchParameter } from '../api/page.ts'
import { type Field, nullable } from '../value/field.ts'

export interface Kind {
  /** Its name in code and in the API's description, such as BookClub. */
  name: string
  /** What people call one of them, and many. */
  one: string
  many: string
  table: string
  /** The last part of its path. */
  path: string
  /** What the things belong to. */
  parent?: Parent
  /** What a client may set. */
  fields: Record<string, Field>
  /** Fields that no two things of one owner may share. */
  unique: string[]
  /** What lists can be sorted and filtered by, and searched in. Each has an index, but for the search. */
  sorts: string[]
  filters: string[]
  searches: string[]
}

interface Parent {
  /** The property that shows it. */
  name: string
  table: string
  /** The field with its id. */
  key: string
  /** The column that names it. */
  label: string
}

const strict = { additionalProperties: false }

/** What a client sends to create or replace a thing. */
export function inputSchema({ name, fields }: Kind): TSchema {
  const properties = mapFields(fields, (field) => (field.required ? field.schema : Type.Optional(field.schema)))
  return Type.Object(properties, { title: `${name}Input`, ...strict })
}

/** What a client gets. */
export function itemSchema({ name, fields, parent }: Kind): TSchema {
  const moment = Type.String({ format: 'date-time' })
  const id = Type.String({ format: 'uuid' })
  const shown = parent && { [parent.name]: Type.Object({ id, label: nullable(Type.String()) }) }
  const values = mapFields(fields, (field) =>
    field.required || field.default !== undefined ? field.wanted : nullable(field.wanted),
  )
  const common = { id, owner_id: id, created_at: moment, updated_at: moment, version: Type.Integer() }
  return Type.Object({ ...common, ...shown, ...values }, { title: name })
}

/** What a list takes. */
export function querySchema({ fields, sorts, filters, searches }: Kind): TSchema {
  const parameters: Record<string, TSchema> = {}
  for (const [name, field] of Object.entries(fields).filter(([name]) => filters.includes(name))) {
    const wanted = Type.Optional(field.wanted)
    parameters[name] = field.words ? Type.Optional(Type.Array(field.wanted)) : wanted
    if (field.ranged) Object.assign(parameters, { [`${name}_min`]: wanted, [`${name}_max`]: wanted })
  }
  if (searches.length > 0) Object.assign(parameters, searchParameter)
  return listQuery(['created_at', 'updated_at', ...sorts], parameters)
}

function mapFields(fields: Record<string, Field>, change: (field: Field) => TSchema): Record<string, TSchema> {
  return Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, change(field)]))
}

/** What a list is sorted by. */
export function sortKeys({ fields, sorts }: Kind): Record<string, SortKey> {
  const keys: Record<string, SortKey> = {}
  for (const [name, field] of Object.entries(fields).filter(([name]) => sorts.includes(name))) {
    keys[name] = { column: field.text ? `${name}_sort` : name, fits: field.isStored }
  }
  return keys
}
