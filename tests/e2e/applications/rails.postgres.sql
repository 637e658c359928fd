-- What `rails db:migrate` makes on PostgreSQL, with the rows it writes.
CREATE TABLE "schema_migrations" ("version" character varying NOT NULL PRIMARY KEY);
CREATE TABLE "ar_internal_metadata" ("key" character varying NOT NULL PRIMARY KEY, "value" character varying,
  "created_at" timestamp(6) NOT NULL, "updated_at" timestamp(6) NOT NULL);
CREATE TABLE "authors" ("id" bigserial primary key, "name" character varying NOT NULL, "admin" boolean DEFAULT FALSE NOT NULL,
  "settings" jsonb, "created_at" timestamp(6) NOT NULL, "updated_at" timestamp(6) NOT NULL);
CREATE TABLE "articles" ("id" bigserial primary key, "author_id" bigint NOT NULL, "title" character varying(80), "body" text,
  "price" decimal(8,2), "score" float, "published_on" date, "opens_at" timestamp, "cover" bytea,
  "status" integer DEFAULT 0 NOT NULL, "created_at" timestamp(6) NOT NULL, "updated_at" timestamp(6) NOT NULL,
  CONSTRAINT "fk_rails_e74ce85cbc" FOREIGN KEY ("author_id") REFERENCES "authors" ("id"));
CREATE INDEX "index_articles_on_author_id" ON "articles" ("author_id");
INSERT INTO schema_migrations VALUES ('20240101000000'), ('20240102000000');
INSERT INTO ar_internal_metadata VALUES ('environment', 'production', now(), now());
