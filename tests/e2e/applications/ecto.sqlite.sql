-- Tables and stored forms of ecto_sqlite3 (hexdocs.pm/ecto_sqlite3): ISO 8601 text, UUIDs as text, arrays and maps as JSON.
CREATE TABLE "schema_migrations" ("version" INTEGER PRIMARY KEY, "inserted_at" TEXT);
CREATE TABLE "posts" ("id" INTEGER PRIMARY KEY AUTOINCREMENT, "key" TEXT, "title" TEXT, "live" INTEGER DEFAULT false, "price" DECIMAL, "tags" TEXT, "meta" TEXT, "day" TEXT, "at" TEXT,
  "seen_at" TEXT, "inserted_at" TEXT NOT NULL, "updated_at" TEXT NOT NULL);
INSERT INTO schema_migrations VALUES (20240101000000, '2024-01-01T00:00:00');
INSERT INTO posts VALUES (1, '3f2504e0-4f89-41d3-9a0c-0305e82c3301', 'a', 1, '12.50', '["a","b"]', '{"x":1}', '2024-02-29', '08:30:00', '2024-02-29T12:00:00Z', '2024-02-29T12:00:00', '2024-02-29T12:00:00'),
  (2, NULL, 'b', 0, NULL, '[]', NULL, NULL, NULL, NULL, '2024-03-01T00:00:00', '2024-03-01T00:00:00');
