// What is special about the kind Book. What can be done with such things is the same for all kinds, and stands in
// ../collection.
import type { Kind } from '../collection/kind.ts'
import * as field from '../value/field.ts'

// prettier-ignore
export const books: Kind = {
  name: 'Book',
  one: 'Book',
  many: 'Books',
  table: 'books',
  path: 'books',
  parent: { name: 'shelf', table: 'shelves', key: 'shelf_id', label: 'label' },
  fields: {
    shelf_id: field.id({ required: true }),
    title: field.string({ required: true, max: 200 }),
    pages: field.integer({ required: true, min: 1, max: 10000 }),
    status: field.oneOf(['to_read', 'reading', 'done'], { default: 'to_read' }),
    price: field.decimal({ scale: 2, min: '0' }),
    bought: field.date(),
    link: field.url(),
    loved: field.boolean({ default: false }),
    notes: field.text({ max: 10000 }),
  },
  unique: [],
  sorts: ['title', 'pages'],
  filters: ['shelf_id', 'pages', 'status', 'loved'],
  searches: ['title', 'notes'],
}
