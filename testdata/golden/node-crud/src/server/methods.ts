import type { App } from '../api/app.ts'

/** Knows which methods each path has, to tell an unknown path from an unknown method. */
export class Methods {
  readonly #routes: { pattern: RegExp; methods: Set<string> }[] = []

  /** Notes all routes that are added after this. */
  watch(app: App): void {
    const known = new Map<string, Set<string>>()
    app.addHook('onRoute', ({ url, method }) => {
      const methods = known.get(url) ?? new Set()
      if (!known.has(url)) {
        known.set(url, methods)
        this.#routes.push({ pattern: new RegExp(`^${url.replaceAll('.', '\\.').replace(':id', '[^/]+')}$`), methods })
      }
      for (const name of [method].flat()) methods.add(name)
    })
  }

  /** The methods of a path, as the header Allow lists them; nothing for an unknown path. */
  of(path: string): string {
    const found = this.#routes.find(({ pattern }) => pattern.test(path))
    return [...(found?.methods ?? [])].sort().join(', ')
  }
}
