-- Tables of the kind that n8n (TypeORM) makes in SQLite.
CREATE TABLE "migrations" ("id" integer PRIMARY KEY AUTOINCREMENT NOT NULL, "timestamp" bigint NOT NULL, "name" varchar NOT NULL);
CREATE TABLE "settings" ("key" TEXT NOT NULL, "value" TEXT NOT NULL DEFAULT '', "loadOnStartup" boolean NOT NULL DEFAULT false, PRIMARY KEY ("key"));
CREATE TABLE "user" ("id" varchar PRIMARY KEY NOT NULL, "email" varchar(255), "personalizationAnswers" text, "createdAt" datetime(3) NOT NULL DEFAULT (STRFTIME('%Y-%m-%d %H:%M:%f', 'NOW')),
  "updatedAt" datetime(3) NOT NULL DEFAULT (STRFTIME('%Y-%m-%d %H:%M:%f', 'NOW')), "disabled" boolean NOT NULL DEFAULT (false));
CREATE TABLE "workflow_entity" ("id" varchar(36) PRIMARY KEY NOT NULL, "name" varchar(128) NOT NULL, "active" boolean NOT NULL, "nodes" text,
  "connections" text NOT NULL, "settings" text, "staticData" text, "versionId" varchar(36), "triggerCount" integer NOT NULL DEFAULT 0,
  "createdAt" datetime(3) NOT NULL DEFAULT (STRFTIME('%Y-%m-%d %H:%M:%f', 'NOW')));
CREATE TABLE "execution_entity" ("id" integer PRIMARY KEY AUTOINCREMENT NOT NULL, "workflowId" varchar(36) NOT NULL, "finished" boolean NOT NULL,
  "mode" varchar NOT NULL, "startedAt" datetime NOT NULL, "stoppedAt" datetime, "waitTill" datetime, "status" varchar NOT NULL,
  CONSTRAINT "FK_1" FOREIGN KEY ("workflowId") REFERENCES "workflow_entity" ("id") ON DELETE CASCADE);
CREATE TABLE "execution_data" ("executionId" int PRIMARY KEY NOT NULL, "workflowData" text NOT NULL, "data" text NOT NULL,
  FOREIGN KEY("executionId") REFERENCES "execution_entity" ("id") ON DELETE CASCADE);
INSERT INTO migrations VALUES (1, 1588102412422, 'InitialMigration1588102412422');
INSERT INTO settings VALUES ('userManagement.isInstanceOwnerSetUp', 'true', 1);
INSERT INTO user VALUES ('6f9619ff-8b86-d011-b42d-00cf4fc964ff', 'ann@example.org', '{"version":"v4"}', '2024-01-02 03:04:05.678', '2024-01-02 03:04:05.000', 0);
INSERT INTO workflow_entity VALUES ('Zx1', 'Flow', 1, '[{"type":"n8n-nodes-base.start"}]', '{}', NULL, 'null', NULL, 1, '2024-01-02 03:04:05.678');
INSERT INTO execution_entity VALUES (17, 'Zx1', 1, 'manual', '2024-01-02 03:04:05.678', '2024-01-02 03:04:06.000', NULL, 'success');
INSERT INTO execution_data VALUES (17, '{"id":"Zx1"}', '[{"a":"1"}]');
