-- Tables of the kind that Active Record's SQLite adapter makes (guides.rubyonrails.org, "Active Record Migrations").
CREATE TABLE "schema_migrations" ("version" varchar NOT NULL PRIMARY KEY);
CREATE TABLE "ar_internal_metadata" ("key" varchar NOT NULL PRIMARY KEY, "value" varchar,
  "created_at" datetime(6) NOT NULL, "updated_at" datetime(6) NOT NULL);
CREATE TABLE "authors" ("id" integer PRIMARY KEY AUTOINCREMENT NOT NULL, "name" varchar NOT NULL,
  "admin" boolean DEFAULT 0 NOT NULL, "settings" json, "created_at" datetime(6) NOT NULL, "updated_at" datetime(6) NOT NULL);
CREATE TABLE "articles" ("id" integer PRIMARY KEY AUTOINCREMENT NOT NULL, "author_id" integer NOT NULL, "title" varchar(80),
  "body" text, "price" decimal(8,2), "score" float, "published_on" date, "opens_at" time, "cover" blob,
  "status" integer DEFAULT 0 NOT NULL, "created_at" datetime(6) NOT NULL, "updated_at" datetime(6) NOT NULL,
  CONSTRAINT "fk_rails_e74ce85cbc" FOREIGN KEY ("author_id") REFERENCES "authors" ("id"));
CREATE INDEX "index_articles_on_author_id" ON "articles" ("author_id");
INSERT INTO schema_migrations VALUES ('20240101000000'), ('20240102000000');
INSERT INTO ar_internal_metadata VALUES ('environment', 'production', '2024-01-01 00:00:00.000001', '2024-01-01 00:00:00.000001');
INSERT INTO authors VALUES (1, 'Ann', 1, '{"theme":"dark"}', '2024-01-01 10:11:12.131415', '2024-01-01 10:11:12.131415'),
  (2, 'Bob', 0, NULL, '2024-01-02 00:00:00.000000', '2024-01-03 00:00:00.500000');
INSERT INTO articles VALUES (10, 1, 'One', 'Text with ''quotes'' and \ backslash', 12.34, 0.5, '2024-02-03', '2000-01-01 12:30:00',
  x'00', 2, '2024-01-01 10:11:12.131415', '2024-01-01 10:11:12.131415'),
  (11, 2, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0, '2024-01-01 10:11:12.131415', '2024-01-01 10:11:12.131415');
