CREATE TABLE "mikro_orm_migrations" ("id" serial primary key, "name" varchar(255), "executed_at" timestamptz not null default current_timestamp);
CREATE TABLE "author" ("id" serial primary key, "name" varchar(255) not null, "active" boolean not null default true, "meta" jsonb null, "tags" text[] null, "key" uuid null,
  "price" numeric(10,0) null, "created_at" timestamptz not null, "born" date null, "role" text check ("role" in ('admin', 'user')) not null);
ALTER TABLE author ALTER price TYPE numeric(10,2);
INSERT INTO mikro_orm_migrations(name) VALUES ('Migration20240101_pg');
