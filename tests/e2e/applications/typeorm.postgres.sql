-- What TypeORM's migrations make on PostgreSQL, with the row that they write.
CREATE TABLE "migrations" ("id" SERIAL NOT NULL, "timestamp" bigint NOT NULL, "name" character varying NOT NULL, PRIMARY KEY ("id"));
CREATE TYPE "user_role_enum" AS ENUM('admin', 'user');
CREATE TABLE "user" ("id" SERIAL PRIMARY KEY, "key" uuid NOT NULL UNIQUE, "isActive" boolean NOT NULL DEFAULT true, "role" "user_role_enum" NOT NULL DEFAULT 'user',
  "tags" text, "profile" text, "meta" jsonb, "born" date, "wakes" TIME, "price" numeric(10,2), "photo" bytea, "large" bigint,
  "createdAt" TIMESTAMP NOT NULL DEFAULT now(), "deletedAt" TIMESTAMP);
INSERT INTO migrations("timestamp", name) VALUES (1700000000001, 'Postgres1700000000001');
