CREATE TABLE "schema_migrations" ("version" bigint PRIMARY KEY, "inserted_at" timestamp(0));
CREATE TABLE "posts" ("id" bigserial PRIMARY KEY, "key" uuid, "title" varchar(255), "live" boolean DEFAULT false, "price" numeric, "tags" varchar(255)[], "meta" jsonb, "day" date, "at" time(0),
  "seen_at" timestamp(0), "inserted_at" timestamp(0) NOT NULL, "updated_at" timestamp(0) NOT NULL);
INSERT INTO schema_migrations VALUES (20240101000000, now());
