CREATE TABLE "users" ("id" serial PRIMARY KEY NOT NULL, "name" text NOT NULL, "active" boolean DEFAULT true NOT NULL, "created_at" timestamp with time zone DEFAULT now() NOT NULL,
  "seen_at" timestamp (3) with time zone, "meta" jsonb, "tags" text[], "large" bigint, "price" numeric);
