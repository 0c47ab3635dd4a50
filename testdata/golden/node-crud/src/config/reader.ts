import { readFileSync } from 'node:fs'
import { BlockList, isIP } from 'node:net'
import { parseEnv } from 'node:util'

export type Environment = Record<string, string | undefined>

/** Reads variables and collects what is wrong with them, so that all of it is told at once. */
export class Reader {
  readonly #environment: Environment
  readonly #problems: string[] = []

  constructor(environment: Environment) {
    this.#environment = environment
  }

  refuse(name: string, problem: string): void {
    this.#problems.push(`${name} ${problem}`)
  }

  throwProblems(): void {
    if (this.#problems.length > 0) throw new Error(this.#problems.join('\n'))
  }

  text(name: string, fallback = ''): string {
    return this.#environment[name] || fallback
  }

  number(name: string, fallback: number, min: number, max: number): number {
    const text = this.text(name, String(fallback))
    const number = Number(text)
    if (!/^[0-9]+$/.test(text) || number < min || number > max) {
      this.refuse(name, `is "${text}"; it must be a whole number from ${min} to ${max}.`)
    }
    return number
  }

  choice<const T extends string>(name: string, choices: readonly [T, ...T[]], fallback: NoInfer<T> = choices[0]): T {
    const text = this.text(name, fallback)
    const found = choices.find((choice) => choice === text)
    if (found === undefined) this.refuse(name, `is "${text}"; it must be one of: ${choices.join(', ')}.`)
    return found ?? fallback
  }

  publicUrl(): URL | undefined {
    const text = this.text('PUBLIC_URL')
    if (text === '') return undefined
    const url = URL.parse(text)
    if (url !== null && (url.protocol === 'http:' || url.protocol === 'https:')) return url
    this.refuse('PUBLIC_URL', `is "${text}"; it must be an address such as https://example.com.`)
    return undefined
  }

  origins(): string[] {
    const origins = this.#list('ALLOWED_ORIGINS')
    for (const origin of origins.filter((text) => URL.parse(text)?.origin !== text)) {
      this.refuse(
        'ALLOWED_ORIGINS',
        `has "${origin}"; it must list addresses such as https://example.com, without a path.`,
      )
    }
    return origins
  }

  networks(): BlockList {
    const networks = new BlockList()
    for (const text of this.#list('TRUSTED_PROXIES')) {
      const [address = '', bits = ''] = text.split('/')
      const family = isIP(address)
      if (family === 0 || !/^[0-9]{1,3}$/.test(bits) || Number(bits) > (family === 4 ? 32 : 128)) {
        this.refuse('TRUSTED_PROXIES', `has "${text}"; it must list networks such as 10.0.0.0/8.`)
      } else {
        networks.addSubnet(address, Number(bits), family === 4 ? 'ipv4' : 'ipv6')
      }
    }
    return networks
  }

  #list(name: string): string[] {
    return this.text(name)
      .split(',')
      .map((item) => item.trim())
      .filter((item) => item !== '')
  }
}

/** Adds the variables of the file .env; those of the environment go first. */
export function withDotEnv(environment: Environment): Environment {
  try {
    return { ...parseEnv(readFileSync('.env', 'utf8')), ...environment }
  } catch (error) {
    if (Error.isError(error) && 'code' in error && error.code === 'ENOENT') return environment
    throw error
  }
}
