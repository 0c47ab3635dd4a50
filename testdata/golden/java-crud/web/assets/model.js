// What this project is about, as the page needs to know it. Lists, filters and forms are made from this
// description: a new field that is added here appears on the page (the server has to know it, too).
export const project = { title: "My Books" };

export const entities = [
  {
    name: "shelf",
    path: "shelves",
    one: "Shelf",
    many: "Shelves",
    labelField: "label",
    parent: null,
    fields: [
      { name: "label", label: "Label", type: "string", required: true, sort: true, max: "80" },
    ],
  },
  {
    name: "book",
    path: "books",
    one: "Book",
    many: "Books",
    labelField: "title",
    parent: { path: "shelves", name: "shelf", key: "shelf_id" },
    fields: [
      { name: "title", label: "Title", type: "string", required: true, search: true, sort: true, max: "200" },
      { name: "pages", label: "Pages", type: "integer", required: true, sort: true, filter: true, min: "1", max: "10000" },
      { name: "status", label: "Status", type: "enum", filter: true, values: ["to_read", "reading", "done"], default: "to_read" },
      { name: "price", label: "Price", type: "decimal", nullable: true, scale: 2, min: "0" },
      { name: "bought", label: "Bought", type: "date", nullable: true },
      { name: "link", label: "Link", type: "url", nullable: true },
      { name: "loved", label: "Loved", type: "boolean", filter: true, default: false },
      { name: "notes", label: "Notes", type: "text", nullable: true, search: true, max: "10000" },
    ],
  },
];
