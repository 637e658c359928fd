-- Tables and stored forms of Knex on better-sqlite3 (knexjs.org/guide/schema-builder): knex.fn.now() is text, a Date of JavaScript milliseconds.
CREATE TABLE `knex_migrations` (`id` integer not null primary key autoincrement, `name` varchar(255), `batch` integer, `migration_time` datetime);
CREATE TABLE `knex_migrations_lock` (`index` integer not null primary key autoincrement, `is_locked` integer);
CREATE TABLE `users` (`id` integer not null primary key autoincrement, `key` char(36), `name` varchar(255), `active` boolean default '1', `role` text check (`role` in ('admin', 'user')),
  `price` float, `amount` decimal(8, 2), `meta` json, `doc` json, `born` date, `data` blob, `created_at` datetime default CURRENT_TIMESTAMP, `seen_at` datetime);
INSERT INTO knex_migrations VALUES (1, '20240101_init.js', 1, 1704067200000);
INSERT INTO knex_migrations_lock VALUES (1, 0);
INSERT INTO users VALUES (1, '3f2504e0-4f89-41d3-9a0c-0305e82c3301', 'Ann', 1, 'admin', 0.5, 12.5, '{"a":1}', '[1,2]', '2000-02-29', x'00ff', '2024-02-29 12:00:00', 1709208000123),
  (2, NULL, NULL, 0, 'user', NULL, NULL, NULL, NULL, NULL, NULL, 1709208000500, 1709208000500);
