// Passwords are hashed with Argon2id, by Node's own threads: other requests go on meanwhile.
import { argon2, randomBytes, timingSafeEqual } from 'node:crypto'
import { availableParallelism } from 'node:os'
import { promisify } from 'node:util'

/** What a hash costs: memory in KiB, passes over it, and lanes. */
interface Cost {
  memory: number
  passes: number
  parallelism: number
}

/** What OWASP recommends. Raising it is safe: a password is hashed anew at its next login. */
const cost: Cost = { memory: 19_456, passes: 2, parallelism: 1 }
const saltLength = 16
const tagLength = 32

/** How long an answer may take for which a password is hashed: many may be waiting for their turn. Milliseconds. */
export const hashPatience = 15_000

const derive = promisify(argon2)

/** Runs at most as many at once as there are cores; of Node's four threads one stays free for files and names. */
let free = Math.min(availableParallelism(), 3)
const waiting: (() => void)[] = []

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (free > 0) free--
  else await new Promise<void>((resolve) => waiting.push(resolve))
  try {
    return await work()
  } finally {
    const next = waiting.shift()
    if (next) next()
    else free++
  }
}

function key(password: string, nonce: Buffer, parameters: Cost): Promise<Buffer> {
  return inTurn(() => derive('argon2id', { message: password, nonce, tagLength, ...parameters }))
}

/** The text that is stored for a password, in the usual PHC form. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(saltLength)
  return encode(salt, await key(password, salt, cost))
}

function encode(salt: Buffer, tag: Buffer): string {
  const text = (bytes: Buffer) => bytes.toString('base64').replaceAll('=', '')
  return `$argon2id$v=19$m=${cost.memory},t=${cost.passes},p=${cost.parallelism}$${text(salt)}$${text(tag)}`
}

const phc = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/

/**
 * Tells whether the password is the one that was hashed, and whether it should be hashed anew because the cost was
 * raised since.
 */
export async function verifyPassword(password: string, stored: string): Promise<{ right: boolean; outdated: boolean }> {
  const [, memory, passes, parallelism, salt, tag] = phc.exec(stored) ?? []
  if (salt === undefined || tag === undefined) throw new Error("a stored password hash can't be read")
  const used = { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism) }
  const found = await key(password, Buffer.from(salt, 'base64'), used)
  const wanted = Buffer.from(tag, 'base64')
  return {
    right: found.length === wanted.length && timingSafeEqual(found, wanted),
    outdated: used.memory !== cost.memory || used.passes !== cost.passes || used.parallelism !== cost.parallelism,
  }
}

/**
 * Stands in for the hash of an account that doesn't exist, so that an unknown e-mail address takes as long to refuse as
 * a wrong password.
 */
export const nobodysHash = encode(Buffer.alloc(saltLength), Buffer.alloc(tagLength))
