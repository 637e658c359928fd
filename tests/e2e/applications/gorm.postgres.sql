CREATE TABLE "users" ("id" bigserial PRIMARY KEY, "created_at" timestamptz, "updated_at" timestamptz, "deleted_at" timestamptz, "name" text, "active" boolean, "age" bigint, "data" bytea,
  "score" decimal, "seen" timestamptz);
CREATE INDEX "idx_users_deleted_at" ON "users" ("deleted_at");
