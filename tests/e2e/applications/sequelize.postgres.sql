CREATE TABLE "SequelizeMeta" ("name" VARCHAR(255) NOT NULL UNIQUE PRIMARY KEY);
CREATE TYPE "enum_Users_role" AS ENUM('admin', 'user');
CREATE TABLE "Users" ("id" SERIAL PRIMARY KEY, "key" UUID, "active" BOOLEAN NOT NULL DEFAULT true, "role" "enum_Users_role" DEFAULT 'user', "born" DATE, "at" TIME,
  "price" DECIMAL(12,2), "meta" JSON, "score" DOUBLE PRECISION, "createdAt" TIMESTAMP WITH TIME ZONE NOT NULL, "updatedAt" TIMESTAMP WITH TIME ZONE NOT NULL);
INSERT INTO "SequelizeMeta" VALUES ('20240101-init.js');
