-- Tables and stored forms of Drizzle (orm.drizzle.team/docs/column-types/sqlite); the migrator keeps its record in schema "drizzle" on PostgreSQL.
CREATE TABLE `__drizzle_migrations` (id SERIAL PRIMARY KEY, hash text NOT NULL, created_at numeric);
CREATE TABLE `users` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`name` text NOT NULL,
	`active` integer DEFAULT true NOT NULL,
	`created_at` integer DEFAULT (unixepoch()) NOT NULL,
	`seen_at` integer,
	`meta` text,
	`tags` text,
	`large` blob,
	`price` numeric
);
INSERT INTO __drizzle_migrations VALUES (NULL, 'c0ffee', 1704067200000);
INSERT INTO users VALUES (1, 'Ann', 1, 1709208000, 1709208000123, '{"a":[1,2.5]}', '["a","b"]', CAST('9007199254740993' AS BLOB), 12.5),
  (2, 'Bob', 0, 1709208001, NULL, NULL, '[]', NULL, NULL);
