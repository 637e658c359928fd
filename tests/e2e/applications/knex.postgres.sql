CREATE TABLE "knex_migrations" ("id" serial primary key, "name" varchar(255), "batch" integer, "migration_time" timestamptz);
CREATE TABLE "knex_migrations_lock" ("index" serial primary key, "is_locked" integer);
CREATE TABLE "users" ("id" serial primary key, "key" uuid, "name" varchar(255), "active" boolean default '1', "role" text check ("role" in ('admin', 'user')), "price" real,
  "amount" decimal(8, 2), "meta" json, "doc" jsonb, "born" date, "data" bytea, "created_at" timestamptz default CURRENT_TIMESTAMP, "seen_at" timestamptz);
INSERT INTO knex_migrations(name, batch, migration_time) VALUES ('20240101_init.js', 1, now());
INSERT INTO knex_migrations_lock(is_locked) VALUES (0);
