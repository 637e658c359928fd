-- Tables and stored forms of better-auth's built-in adapter (better-auth.com/docs/concepts/database).
CREATE TABLE "user" ("id" text not null primary key, "name" text not null, "email" text not null unique, "emailVerified" integer not null, "image" text, "createdAt" date not null,
  "updatedAt" date not null, "banned" integer, "banExpires" date);
CREATE TABLE "session" ("id" text not null primary key, "expiresAt" date not null, "token" text not null unique, "createdAt" date not null, "updatedAt" date not null, "ipAddress" text,
  "userAgent" text, "userId" text not null references "user" ("id") on delete cascade);
CREATE TABLE "account" ("id" text not null primary key, "accountId" text not null, "providerId" text not null, "userId" text not null references "user" ("id"), "password" text,
  "createdAt" date not null, "updatedAt" date not null);
CREATE TABLE "verification" ("id" text not null primary key, "identifier" text not null, "value" text not null, "expiresAt" date not null, "createdAt" date, "updatedAt" date);
INSERT INTO "user" VALUES ('u1', 'Ann', 'a@b', 1, NULL, '2024-02-29T12:00:00.123Z', '2024-02-29T12:00:00.123Z', 0, NULL),
  ('u2', 'Bob', 'b@b', 0, NULL, '2024-02-29T12:00:00.000Z', '2024-02-29T12:00:00.000Z', 1, '2030-01-01T00:00:00.000Z');
INSERT INTO session VALUES ('s1', '2024-03-07T12:00:00.123Z', 'tok', '2024-02-29T12:00:00.123Z', '2024-02-29T12:00:00.123Z', '127.0.0.1', 'x', 'u1');
INSERT INTO account VALUES ('a1', 'u1', 'credential', 'u1', 'hash', '2024-02-29T12:00:00.123Z', '2024-02-29T12:00:00.123Z');
