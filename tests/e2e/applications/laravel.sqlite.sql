-- Tables and stored forms of Laravel 11 (laravel.com/docs/11.x/migrations).
CREATE TABLE "migrations" ("id" integer primary key autoincrement not null, "migration" varchar not null, "batch" integer not null);
CREATE TABLE "users" ("id" integer primary key autoincrement not null, "name" varchar not null, "email_verified_at" datetime, "admin" tinyint(1) not null default '0', "options" text,
  "price" numeric, "key" varchar, "born" date, "wakes" time, "created_at" datetime, "updated_at" datetime);
CREATE TABLE "jobs" ("id" integer primary key autoincrement not null, "queue" varchar not null, "payload" text not null, "attempts" integer not null, "reserved_at" integer,
  "available_at" integer not null, "created_at" integer not null);
INSERT INTO migrations VALUES (1, '0001_01_01_000000_create_users_table', 1);
INSERT INTO users VALUES (1, 'Ann', '2024-02-29 12:00:00', 1, '{"a":1}', 12.5, '3f2504e0-4f89-41d3-9a0c-0305e82c3301', '2000-02-29', '08:30:00', '2024-02-29 12:00:00', '2024-02-29 12:00:00'),
  (2, 'Bob', NULL, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO jobs VALUES (1, 'default', '{"job":"x"}', 0, NULL, 1709208000, 1709208000);
