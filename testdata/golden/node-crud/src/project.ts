/** What the project is called. */
export const project = { name: "my-books", title: "My Books" }
