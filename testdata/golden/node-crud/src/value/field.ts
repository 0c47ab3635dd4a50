// The types of fields: what each takes, as JSON Schema, and how its values are kept in a column.
import { type TSchema, Type } from 'typebox'
import { fromUnits, maxDigits, toUnits } from './decimal.ts'
import { isDay, toUtc } from './format.ts'
import { fromStored, isStoredTime, toStored } from './time.ts'

/** A field of a thing. */
export interface Field {
  /** What a client may send. */
  schema: TSchema
  /** The schema of one value in a query. */
  wanted: TSchema
  required: boolean
  default?: unknown
  /** Lists may be limited to a range of values. */
  ranged?: boolean
  /** The words it may be; a query may name several of them. */
  words?: string[]
  /** Text is sorted by its lower case, which has a column of its own. */
  text?: boolean
  /** Turns a value into what the database keeps, and back. */
  toColumn(value: never): unknown
  fromColumn(stored: never): unknown
  /** Tells whether a value could be in the column. */
  isStored(stored: unknown): boolean
}

interface Options<T> {
  required?: boolean
  default?: T | undefined
}

/** Text that every database takes. */
function isStorable(stored: unknown): boolean {
  return typeof stored === 'string' && !stored.includes('\0') && stored.isWellFormed()
}

const same = (value: never): unknown => value

function makeField<T>(schema: TSchema, options: Options<T>, more: Partial<Field> = {}): Field {
  const required = options.required ?? false
  const given = options.default === undefined ? {} : { default: options.default }
  return {
    schema: required ? schema : nullable({ ...schema, ...given }),
    wanted: schema,
    required,
    toColumn: same,
    fromColumn: same,
    isStored: isStorable,
    ...given,
    ...more,
  }
}

/** The same schema, which takes null as well. */
export function nullable(schema: TSchema & { type?: string; enum?: unknown[] }): TSchema {
  const words = schema.enum === undefined ? {} : { enum: [...schema.enum, null] }
  return Type.Unsafe({ ...schema, ...words, type: [schema.type, 'null'] })
}

interface TextOptions extends Options<string> {
  min?: number
  max: number
}

/** One line of text without the whitespace around it. */
export function string({ min = 0, max, ...options }: TextOptions): Field {
  const minLength = options.required ? Math.max(min, 1) : min
  const line = { pattern: '^[^\\p{Cc}]*$', 'x-trim': true }
  const made = makeField(Type.String({ minLength, maxLength: max, ...line }), options, { text: true })
  return { ...made, wanted: anyText() }
}

/** Text of any number of lines, as it is sent. */
export function text({ min = 0, max, ...options }: TextOptions): Field {
  const minLength = options.required ? Math.max(min, 1) : min
  const filled = options.required ? { 'x-filled': true } : {}
  return makeField(Type.String({ minLength, maxLength: max, pattern: '^[^\\0]*$', ...filled }), options)
}

/** Text without limits of its own, but for what databases can't keep. */
export function anyText() {
  return Type.String({ pattern: '^[^\\0]*$' })
}

interface NumberOptions<T> extends Options<T> {
  min?: T
  max?: T
}

/** A whole number. */
export function integer({ min, max, ...options }: NumberOptions<number> = {}): Field {
  const limits = { minimum: min ?? Number.MIN_SAFE_INTEGER, maximum: max ?? Number.MAX_SAFE_INTEGER }
  const wanted = Type.Integer({ minimum: Number.MIN_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER })
  return {
    ...makeField(Type.Integer(limits), options, {
      ranged: true,
      fromColumn: Number,
      isStored: Number.isSafeInteger,
    }),
    wanted,
  }
}

/** A decimal as text, such as "12.50". */
export function decimal({ scale, min, max, ...options }: NumberOptions<string> & { scale: number }): Field {
  const fraction = scale === 0 ? '' : `(\\.[0-9]{1,${scale}})?`
  const wanted = Type.String({ pattern: `^-?[0-9]{1,${maxDigits - scale}}${fraction}$` })
  const units = (limit: string | undefined) => (limit === undefined ? undefined : toUnits(limit, scale))
  const limits = { 'x-units': { scale, minimum: units(min), maximum: units(max) } }
  const made = makeField(Type.Unsafe({ ...wanted, ...limits }), options, {
    ranged: true,
    toColumn: (value: string) => toUnits(value, scale),
    fromColumn: (stored: number) => fromUnits(stored, scale),
    isStored: Number.isSafeInteger,
  })
  return { ...made, wanted }
}

export function boolean(options: Options<boolean> = {}): Field {
  return makeField(Type.Boolean(), options, { fromColumn: Boolean }) // SQLite and MySQL keep 0 and 1
}

export function date(options: Options<string> = {}): Field {
  return makeField(Type.String({ format: 'date' }), options, {
    ranged: true,
    isStored: (stored) => typeof stored === 'string' && isDay(stored),
  })
}

export function datetime(options: Options<string> = {}): Field {
  return makeField(Type.String({ format: 'date-time' }), options, {
    ranged: true,
    toColumn: (value: string) => toStored(toUtc(value)),
    fromColumn: fromStored,
    isStored: isStoredTime,
  })
}

/** One of some words. */
export function oneOf(words: string[], options: Options<string> = {}): Field {
  return makeField(Type.Unsafe<string>({ type: 'string', enum: words }), options, { words, text: true })
}

export function url(options: Options<string> = {}): Field {
  return makeField(Type.String({ format: 'uri', maxLength: 2048 }), options)
}

export function email(options: Options<string> = {}): Field {
  return makeField(Type.String({ format: 'email', maxLength: 254 }), options, { text: true })
}

/** The id of a thing. */
export function id(options: Options<string> = {}): Field {
  return makeField(Type.String({ format: 'uuid' }), options)
}
