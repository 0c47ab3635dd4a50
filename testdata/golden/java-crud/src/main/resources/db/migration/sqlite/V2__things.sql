-- Shelf. A text that lists are sorted by has a second column with its lower case, for the index.
CREATE TABLE shelves (
    id TEXT NOT NULL PRIMARY KEY,
    owner_id TEXT NOT NULL REFERENCES users (id),
    label TEXT NOT NULL,
    label_sort TEXT NOT NULL GENERATED ALWAYS AS (lower(label)) STORED,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    version INTEGER NOT NULL,
    UNIQUE (owner_id, label)
);

-- For each way to sort and each filter, within the things of one owner.
CREATE INDEX shelves__created_at ON shelves (owner_id, created_at, id);
CREATE INDEX shelves__updated_at ON shelves (owner_id, updated_at, id);
CREATE INDEX shelves__label_sort ON shelves (owner_id, label_sort, id);

-- Book. A text that lists are sorted by has a second column with its lower case, for the index.
CREATE TABLE books (
    id TEXT NOT NULL PRIMARY KEY,
    owner_id TEXT NOT NULL REFERENCES users (id),
    shelf_id TEXT NOT NULL REFERENCES shelves (id),
    title TEXT NOT NULL,
    pages INTEGER NOT NULL,
    status TEXT NOT NULL,
    price INTEGER,
    bought TEXT,
    link TEXT,
    loved BOOLEAN NOT NULL,
    notes TEXT,
    title_sort TEXT NOT NULL GENERATED ALWAYS AS (lower(title)) STORED,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    version INTEGER NOT NULL
);

-- For each way to sort and each filter, within the things of one owner.
CREATE INDEX books__created_at ON books (owner_id, created_at, id);
CREATE INDEX books__updated_at ON books (owner_id, updated_at, id);
CREATE INDEX books__shelf_id ON books (owner_id, shelf_id, id);
CREATE INDEX books__shelf_id_only ON books (shelf_id);
CREATE INDEX books__title_sort ON books (owner_id, title_sort, id);
CREATE INDEX books__pages ON books (owner_id, pages, id);
CREATE INDEX books__status ON books (owner_id, status, id);
CREATE INDEX books__loved ON books (owner_id, loved, id);

