-- Tables of the kind that Django's SQLite backend makes (docs.djangoproject.com, "Databases" and "Model field reference").
CREATE TABLE "django_migrations" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "app" varchar(255) NOT NULL,
  "name" varchar(255) NOT NULL, "applied" datetime NOT NULL);
CREATE TABLE "auth_user" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "password" varchar(128) NOT NULL,
  "last_login" datetime NULL, "is_superuser" bool NOT NULL, "username" varchar(150) NOT NULL UNIQUE,
  "email" varchar(254) NOT NULL, "is_active" bool NOT NULL, "date_joined" datetime NOT NULL);
CREATE TABLE "shop_order" ("id" char(32) NOT NULL PRIMARY KEY, "user_id" integer NOT NULL REFERENCES "auth_user" ("id")
  DEFERRABLE INITIALLY DEFERRED, "total" decimal NOT NULL, "rate" real NOT NULL, "due" date NULL, "at" time NULL,
  "address" char(39) NULL, "lines" text NOT NULL CHECK ((JSON_VALID("lines") OR "lines" IS NULL)), "receipt" BLOB NULL,
  "took" bigint NULL, "note" text NOT NULL, "rank" smallint unsigned NOT NULL CHECK ("rank" >= 0),
  "parent_id" char(32) NULL REFERENCES "shop_order" ("id") DEFERRABLE INITIALLY DEFERRED);
INSERT INTO django_migrations VALUES (1, 'auth', '0001_initial', '2023-05-01 10:00:00.123456'),
  (2, 'shop', '0001_initial', '2023-05-01 10:00:01');
INSERT INTO auth_user VALUES (1, 'pbkdf2_sha256$x', '2024-01-02 03:04:05.678901', 1, 'ann', 'ann@example.org', 1,
  '2023-05-01 10:00:00'), (4, '!', NULL, 0, 'bob', '', 0, '2023-06-01 11:12:13.000001');
INSERT INTO shop_order VALUES
  ('6f9619ff8b86d011b42d00cf4fc964ff', 1, 12.5, 0.1, '2024-02-29', '13:14:15.5', '192.0.2.7', '[{"sku": "a", "n": 2}]',
   x'89504e47', 3723000004, '', 3, '00000000000000000000000000000001'),
  ('00000000000000000000000000000001', 4, 1999, 1e-7, NULL, NULL, '2001:db8::7', '{}', NULL, NULL, 'Grüße', 0, NULL);
