// Checks what a client sent against the schema of its route, and says what is wrong in the words of the API.
import { Ajv, type ErrorObject, type SchemaValidateFunction } from 'ajv'
import type { FastifySchemaCompiler } from 'fastify'
import type { TSchema } from 'typebox'
import { fromUnits, toUnits } from '../value/decimal.ts'
import { formats, isEmail } from '../value/format.ts'
import { normalEmail, trim } from '../value/text.ts'
import { isCursor } from './page.ts'
import { type Detail, type Problem, pointer, validationFailed } from './problem.ts'

type Values = Record<string, unknown>
type Properties = Record<string, TSchema & Values>
type Check = (data: Values) => { value: unknown } | { error: Problem }

// Nothing is coerced: "5" is no number.
const ajv = new Ajv({ allErrors: true, strictTypes: false, formats: { ...formats, cursor: isCursor }, verbose: true })
for (const keyword of ['x-trim', 'x-filled', 'x-address']) ajv.addKeyword(keyword) // for normalText
ajv.addKeyword({ keyword: 'x-units', type: 'string', compile: withinUnits })
ajv.addKeyword({ keyword: 'x-unlike-email', type: 'object', compile: unlikeEmail })

/** Makes the check of a body or a query; Fastify calls it once for each route. */
export const validatorCompiler: FastifySchemaCompiler<TSchema> = ({ schema, httpPart }) => {
  const isValid = ajv.compile(schema)
  const { properties = {}, required = [] } = schema as { properties?: Properties; required?: string[] }
  const check = (data: Values, refused: Detail[], describe: Describe): ReturnType<Check> => {
    if (isValid(data) && refused.length === 0) return { value: data }
    const first = new Map<string, Detail>() // one for each place
    for (const error of isValid.errors ?? []) {
      const place = placeOf(error)
      if (!first.has(place)) first.set(place, describe(error))
    }
    return { error: validationFailed(inOrder([...refused, ...first.values()], Object.keys(properties))) }
  }
  const checks: Record<string, Check> = {
    body: (data) => {
      if (typeof data !== 'object' || data === null || Array.isArray(data)) return { error: notAnObject() }
      return check(normalize(data, properties, required), [], inBody)
    },
    querystring: (data) => {
      const refused: Detail[] = []
      return check(readQuery(data, properties, refused), refused, inQuery)
    },
  }
  return checks[httpPart ?? ''] ?? ((data: Values) => ({ value: data })) // ids are looked up, whatever they are
}

type Describe = (error: ErrorObject) => Detail

function placeOf({ instancePath, params }: ErrorObject): string {
  return `${instancePath}/${params.missingProperty ?? params.additionalProperty ?? ''}`
}

/** In the order of the schema; what is unknown comes last. */
function inOrder(details: Detail[], names: string[]): Detail[] {
  const rank = ({ pointer = '', parameter = pointer.slice(1) }: Detail) =>
    names.includes(parameter) ? names.indexOf(parameter) : names.length
  return details.toSorted((a, b) => rank(a) - rank(b))
}

function notAnObject(): Problem {
  return validationFailed([{ pointer: '', code: 'wrong_type', message: 'Must be an object.' }])
}

/** Brings a body into its one form: null is the same as nothing, and lines have no space around them. */
function normalize(body: Values, properties: Properties, required: string[]): Values {
  const normal = Object.assign(emptyValues(), body)
  for (const [name, schema] of Object.entries(properties)) {
    const value = normalText(normal[name], schema)
    const missing = value === null || (value === '' && schema['x-trim'] === true && !required.includes(name))
    normal[name] = missing ? undefined : value
    if (normal[name] === undefined) setDefault(normal, name, schema)
  }
  return normal
}

/** An object without what JavaScript gives to each, such as `constructor`, which is a name that a field may have. */
function emptyValues(): Values {
  return Object.create(null)
}

function setDefault(values: Values, name: string, schema: Values): void {
  if (schema.default === undefined) Reflect.deleteProperty(values, name)
  else values[name] = schema.default
}

function normalText(value: unknown, schema: Values): unknown {
  if (typeof value !== 'string') return value
  const text = value.toWellFormed()
  if (schema['x-address']) return normalEmail(text)
  const trimmed = trim(text)
  return schema['x-trim'] || (schema['x-filled'] && trimmed === '') ? trimmed : text
}

/** Reads the parameters of a query: each once, but for lists. */
function readQuery(query: Values, properties: Properties, refused: Detail[]): Values {
  const values = emptyValues()
  for (const [parameter, texts] of Object.entries(query as Query)) {
    const schema = properties[parameter]
    const [text = '', ...more] = texts
    const decoded = decode(text)
    if (schema?.type === 'array') {
      values[parameter] = texts.map((word) => decode(word) ?? word)
    } else if (more.length > 0 && schema !== undefined) {
      refused.push({ parameter, code: 'not_allowed', message: 'Must be given only once.' })
    } else if (decoded === undefined) {
      refused.push({ parameter, code: 'invalid_format', message: "Can't be read." })
    } else {
      values[parameter] = readParameter(decoded, schema ?? {})
    }
  }
  for (const [name, schema] of Object.entries(properties)) {
    if (values[name] === undefined) setDefault(values, name, schema)
  }
  return values
}

function readParameter(text: string, schema: Values): unknown {
  if (schema.type === 'integer' && /^-?[0-9]+$/.test(text)) return Number(text)
  if (schema.type === 'boolean' && (text === 'true' || text === 'false')) return text === 'true'
  return normalText(text, schema)
}

/** The values of each parameter, as they were sent. */
type Query = Record<string, string[]>

export function parseQuery(text: string): Query {
  const query: Query = Object.create(null)
  for (const pair of text.split('&').filter((part) => part !== '')) {
    const [name = '', ...rest] = pair.split('=')
    const key = decode(name)
    const value = key === undefined ? name : rest.join('=') // so that what can't be read is found once, as a value
    query[key ?? name] = [...(query[key ?? name] ?? []), value]
  }
  return query
}

/** Nothing where a text is no UTF-8, or has a % that means nothing. */
function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return undefined
  }
}

function inBody(error: ErrorObject): Detail {
  const { missingProperty, additionalProperty } = error.params
  if (missingProperty !== undefined) {
    return { pointer: pointer(missingProperty), code: 'required', message: 'Must be filled in.' }
  }
  if (additionalProperty !== undefined) {
    return {
      pointer: pointer(additionalProperty.toWellFormed()),
      code: 'unknown_field',
      message: 'Is not a field that can be set.',
    }
  }
  return { pointer: error.instancePath, ...explain(error) }
}

function inQuery(error: ErrorObject): Detail {
  const { additionalProperty } = error.params
  if (additionalProperty !== undefined) {
    return { parameter: additionalProperty, code: 'unknown_field', message: 'Is not a parameter of this list.' }
  }
  return { parameter: error.instancePath.split('/')[1] ?? '', ...explain(error) }
}

const typeNames: Record<string, string> = { string: 'text', integer: 'a whole number', boolean: 'true or false' }

/** What each keyword of JSON Schema means to the client. */
function explain({ keyword, params, data, parentSchema, schema }: ErrorObject): Pick<Detail, 'code' | 'message'> {
  switch (keyword) {
    case 'type': {
      const type = [parentSchema?.type].flat()[0]
      return { code: 'wrong_type', message: `Must be ${typeNames[type] ?? type}.` }
    }
    case 'minLength':
      if (data === '' && (parentSchema?.['x-trim'] || parentSchema?.['x-filled']))
        return { code: 'blank', message: 'Must be filled in.' }
      return { code: 'too_short', message: `Must have at least ${params.limit} characters.` }
    case 'maxLength':
      return { code: 'too_long', message: `Must have at most ${params.limit} characters.` }
    case 'minimum':
      return { code: 'too_small', message: `Must be at least ${params.limit}.` }
    case 'maximum':
      return { code: 'too_large', message: `Must be at most ${params.limit}.` }
    case 'enum': {
      const words = params.allowedValues.filter((word: unknown) => word !== null)
      return { code: 'not_allowed', message: `Must be one of: ${words.join(', ')}.` }
    }
    case 'x-unlike-email':
      return { code: 'not_allowed', message: 'Must not be the e-mail address.' }
    default:
      return {
        code: 'invalid_format',
        message: formatMessages[String(schema)] ?? "Has characters or a form that can't be taken.",
      }
  }
}

const formatMessages: Record<string, string> = {
  email: 'Must be an e-mail address.',
  uri: 'Must be an address that begins with http:// or https://.',
  uuid: 'Must be an id.',
  date: 'Must be a day such as 2026-11-20.',
  'date-time': 'Must be a time such as 2026-11-20T10:00:00Z.',
}

/** Refuses the e-mail address of the same body as a password. */
function unlikeEmail(name: string): SchemaValidateFunction {
  const check: SchemaValidateFunction = ({ [name]: password, email }: Values) => {
    if (typeof password !== 'string' || typeof email !== 'string') return true
    const error = { keyword: 'x-unlike-email', params: {}, instancePath: pointer(name) }
    check.errors = isEmail(email) && normalEmail(password) === email ? [error] : []
    return check.errors.length === 0
  }
  return check
}

interface UnitLimits {
  scale: number
  minimum?: number
  maximum?: number
}

/** Compares decimals in units: as text, "9" would be more than "10". */
function withinUnits({ scale, minimum = -Infinity, maximum = Infinity }: UnitLimits): SchemaValidateFunction {
  const check: SchemaValidateFunction = (text: string) => {
    const units = toUnits(text, scale)
    check.errors = []
    if (units < minimum) check.errors.push({ keyword: 'minimum', params: { limit: fromUnits(minimum, scale) } })
    if (units > maximum) check.errors.push({ keyword: 'maximum', params: { limit: fromUnits(maximum, scale) } })
    return check.errors.length === 0
  }
  return check
}
