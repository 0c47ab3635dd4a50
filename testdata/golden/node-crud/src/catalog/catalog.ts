import type { Kind } from '../collection/kind.ts'
import { shelves } from '../shelves/shelf.ts'
import { books } from '../books/book.ts'

/** Every kind of things, parents before what belongs to them. */
export const kinds: Kind[] = [
  shelves,
  books,
]
