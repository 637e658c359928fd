-- Tables of the kind that Prisma's SQLite connector makes (prisma.io/docs, "SQLite"): DateTime is a number of
-- milliseconds (up to Prisma 6) or ISO text (Prisma 7), Boolean 0 or 1, Json and enums are not there.
CREATE TABLE "_prisma_migrations" ("id" TEXT PRIMARY KEY NOT NULL, "checksum" TEXT NOT NULL, "finished_at" DATETIME,
  "migration_name" TEXT NOT NULL, "logs" TEXT, "rolled_back_at" DATETIME, "started_at" DATETIME NOT NULL DEFAULT current_timestamp,
  "applied_steps_count" INTEGER UNSIGNED NOT NULL DEFAULT 0);
CREATE TABLE "User" ("id" TEXT NOT NULL PRIMARY KEY, "email" TEXT NOT NULL, "role" TEXT NOT NULL DEFAULT 'USER',
  "isActive" BOOLEAN NOT NULL DEFAULT true, "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP, "tags" TEXT NOT NULL);
CREATE TABLE "Post" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, "title" TEXT NOT NULL, "price" DECIMAL NOT NULL,
  "views" BIGINT NOT NULL DEFAULT 0, "meta" TEXT, "data" BLOB, "authorId" TEXT NOT NULL,
  CONSTRAINT "Post_authorId_fkey" FOREIGN KEY ("authorId") REFERENCES "User" ("id") ON DELETE RESTRICT ON UPDATE CASCADE);
CREATE UNIQUE INDEX "User_email_key" ON "User"("email");
INSERT INTO _prisma_migrations VALUES ('8b1f', 'abc', 1704164645123, '20240101_init', NULL, NULL, 1704164645100, 1);
INSERT INTO "User" VALUES ('ckx1', 'ann@example.org', 'ADMIN', 1, 1704164645123, '["a","b"]'),
  ('ckx2', 'bob@example.org', 'USER', 0, 1709164645000, '[]'), ('ckx3', 'c@example.org', 'USER', 0, '2024-02-29T12:00:00.123+00:00', '[]'),
  ('ckx4', 'd@example.org', 'USER', 0, '2024-02-29 12:00:00', '[]');
INSERT INTO "Post" VALUES (1, 'One', 12.5, 9007199254740993, '{"k": [1, null]}', x'ff', 'ckx1'), (7, 'Two', 3, 0, NULL, NULL, 'ckx2');
