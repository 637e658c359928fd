-- What n8n makes on PostgreSQL when it starts, with the rows it writes.
CREATE TABLE "migrations" (id serial PRIMARY KEY, "timestamp" bigint NOT NULL, name varchar NOT NULL);
CREATE TABLE "settings" (key varchar(255) PRIMARY KEY, value text NOT NULL DEFAULT '', "loadOnStartup" boolean NOT NULL DEFAULT false);
CREATE TABLE "user" (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), email varchar(255), "personalizationAnswers" json,
  "createdAt" timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3), "updatedAt" timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3), disabled boolean NOT NULL DEFAULT false);
CREATE TABLE "workflow_entity" (id varchar(36) PRIMARY KEY, name varchar(128) NOT NULL, active boolean NOT NULL, nodes json, connections json NOT NULL,
  settings json, "staticData" json, "versionId" char(36), "triggerCount" integer NOT NULL DEFAULT 0, "createdAt" timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3));
CREATE TABLE "execution_entity" (id serial PRIMARY KEY, "workflowId" varchar(36) NOT NULL REFERENCES "workflow_entity" (id) ON DELETE CASCADE,
  finished boolean NOT NULL, mode varchar NOT NULL, "startedAt" timestamptz(3) NOT NULL, "stoppedAt" timestamptz(3), "waitTill" timestamptz(3), status varchar NOT NULL);
CREATE TABLE "execution_data" ("executionId" integer PRIMARY KEY REFERENCES "execution_entity" (id) ON DELETE CASCADE, "workflowData" json NOT NULL, data text NOT NULL);
INSERT INTO migrations ("timestamp", name) VALUES (1588102412422, 'InitialMigration1588102412422');
INSERT INTO settings VALUES ('userManagement.isInstanceOwnerSetUp', 'false', true);
INSERT INTO "user" (email) VALUES (NULL);
