import type { App } from '../api/app.ts'

interface Path {
  pattern: RegExp
  methods: Set<string>
  /** Nobody has to sign in for it. */
  open: boolean
}

/** Knows which paths there are, to tell an unknown path from an unknown method. */
export class Paths {
  readonly #known = new Map<string, Path>()

  /** Notes all routes that are added after this. */
  watch(app: App): void {
    app.addHook('onRoute', ({ url, method, config }) => {
      const pattern = new RegExp(`^${url.replaceAll('.', '\\.').replace(':id', '[^/]+')}$`)
      const path = this.#known.get(url) ?? { pattern, methods: new Set(), open: config?.open === true }
      for (const name of [method].flat()) path.methods.add(name)
      this.#known.set(url, path)
    })
  }

  find(wanted: string): Path | undefined {
    return [...this.#known.values()].find(({ pattern }) => pattern.test(wanted))
  }
}
