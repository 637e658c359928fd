CREATE TABLE "migrations" ("id" serial not null primary key, "migration" varchar(255) not null, "batch" integer not null);
CREATE TABLE "users" ("id" bigserial not null primary key, "name" varchar(255) not null, "email_verified_at" timestamp(0) without time zone null, "admin" boolean not null default '0',
  "options" jsonb null, "price" decimal(8, 2) null, "key" uuid null, "born" date null, "wakes" time(0) without time zone null, "created_at" timestamp(0) without time zone null,
  "updated_at" timestamp(0) without time zone null);
CREATE TABLE "jobs" ("id" bigserial not null primary key, "queue" varchar(255) not null, "payload" text not null, "attempts" smallint not null, "reserved_at" integer null,
  "available_at" integer not null, "created_at" integer not null);
INSERT INTO migrations(migration, batch) VALUES ('0001_01_01_000000_create_users_table', 1);
