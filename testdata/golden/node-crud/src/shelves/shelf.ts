// What is special about the kind Shelf. What can be done with such things is the same for all kinds, and stands in
// ../collection.
import type { Kind } from '../collection/kind.ts'
import * as field from '../value/field.ts'

// prettier-ignore
export const shelves: Kind = {
  name: 'Shelf',
  one: 'Shelf',
  many: 'Shelves',
  table: 'shelves',
  path: 'shelves',
  fields: {
    label: field.string({ required: true, max: 80 }),
  },
  unique: ['label'],
  sorts: ['label'],
  filters: [],
  searches: [],
}
