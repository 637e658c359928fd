-- Tables and stored forms of TypeORM's better-sqlite3 driver (typeorm.io/docs/entity/entities; DateUtils.ts).
CREATE TABLE "migrations" ("id" integer PRIMARY KEY AUTOINCREMENT NOT NULL, "timestamp" bigint NOT NULL, "name" varchar NOT NULL);
CREATE TABLE "user" ("id" integer PRIMARY KEY AUTOINCREMENT NOT NULL, "key" varchar NOT NULL, "isActive" boolean NOT NULL DEFAULT (1),
  "role" varchar CHECK( "role" IN ('admin','user') ) NOT NULL DEFAULT ('user'), "tags" text, "profile" text, "meta" text, "born" date, "wakes" time,
  "price" decimal(10,2), "photo" blob, "large" bigint, "createdAt" datetime NOT NULL DEFAULT (datetime('now')), "deletedAt" datetime,
  CONSTRAINT "UQ_97672ac88f789774dd47f7c8be3" UNIQUE ("key"));
INSERT INTO migrations VALUES (1, 1700000000000, 'Init1700000000000');
INSERT INTO user VALUES (1, 'b6b1c1de-0d9b-4a3d-8a43-1f6f0f5f9a01', 1, 'admin', 'a,b', '{"x":1}', '{"y":[1,2.5,null]}', '2000-02-29', '08:30:00', 12.5, x'00ff',
    9007199254740993, '2024-02-29 12:00:00.123', NULL),
  (2, 'B6B1C1DE-0D9B-4A3D-8A43-1F6F0F5F9A02', 0, 'user', NULL, NULL, '[]', NULL, NULL, NULL, NULL, NULL, '2024-03-01 00:00:00', '2024-03-02 01:02:03.004');
