-- Tables and stored forms of GORM on mattn/go-sqlite3 (gorm.io/docs/models; sqlite3.go, SQLiteTimestampFormats).
CREATE TABLE `users` (`id` integer PRIMARY KEY AUTOINCREMENT,`created_at` datetime,`updated_at` datetime,`deleted_at` datetime,`name` text,`active` numeric,`age` integer,`data` blob,`score` real,`seen` datetime);
CREATE INDEX `idx_users_deleted_at` ON `users`(`deleted_at`);
INSERT INTO users VALUES (1, '2024-02-29 12:00:00.123456789+01:00', '2024-02-29 12:00:00.5+00:00', NULL, 'Ann', 1, 30, x'00', 0.5, '2024-02-29 12:00:00+00:00'),
  (2, '2024-07-01 12:00:00+02:00', '2024-02-29 12:00:00+00:00', '2024-03-01 00:00:00+00:00', 'Bob', 0, -1, NULL, 1.0, '0001-01-01 00:00:00+00:00');
