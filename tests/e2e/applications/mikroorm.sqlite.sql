-- Tables and stored forms of MikroORM 6 on SQLite (mikro-orm.io/docs/usage-with-sqlite): datetimes are milliseconds.
CREATE TABLE `mikro_orm_migrations` (`id` integer not null primary key autoincrement, `name` text, `executed_at` datetime not null default current_timestamp);
CREATE TABLE `author` (`id` integer not null primary key autoincrement, `name` text not null, `active` integer not null default true, `meta` json null, `tags` text null,
  `key` text null, `price` numeric null, `created_at` datetime not null, `born` date null, `role` text check (`role` in ('admin', 'user')) not null);
INSERT INTO mikro_orm_migrations VALUES (1, 'Migration20240101', '2024-01-01 00:00:00');
INSERT INTO author VALUES (1, 'Ann', 1, '{"a":1}', 'a,b', '3f2504e0-4f89-41d3-9a0c-0305e82c3301', 12.5, 1709208000123, '2000-02-29', 'admin'),
  (2, 'Bob', 0, NULL, NULL, NULL, NULL, 1709208000000, NULL, 'user');
