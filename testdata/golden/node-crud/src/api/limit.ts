/** Bounds the memory of a limiter; who comes after so many others in one window shares a count. */
const maxClients = 100_000

/** Counts what each client does within a minute. A limit of 0 is none. */
export class Limiter {
  readonly #limit: number
  readonly #window = 60_000
  #ends = 0
  #counts = new Map<string, number>()

  constructor(limit: number) {
    this.#limit = limit
  }

  /** Counts one more for a client, and returns how many milliseconds to wait if it is one too many, else 0. */
  take(client: string): number {
    if (this.#limit === 0) return 0
    const now = performance.now()
    if (now >= this.#ends) {
      this.#ends = now + this.#window
      this.#counts = new Map()
    }
    const name = this.#counts.has(client) || this.#counts.size < maxClients ? client : 'everybody else'
    const count = (this.#counts.get(name) ?? 0) + 1
    this.#counts.set(name, count)
    return count > this.#limit ? this.#ends - now : 0
  }
}
