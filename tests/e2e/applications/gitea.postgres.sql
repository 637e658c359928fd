-- What Gitea makes on PostgreSQL when it starts.
CREATE TABLE "version" (id bigserial PRIMARY KEY NOT NULL, version int8 NULL);
CREATE TABLE "user" (id bigserial PRIMARY KEY NOT NULL, lower_name varchar(255) NOT NULL, name varchar(255) NOT NULL,
  email varchar(255) NOT NULL, passwd_hash_algo varchar(255) DEFAULT 'argon2' NOT NULL, type int4 NULL, created_unix int8 NULL,
  is_admin bool NULL, is_active bool NULL, num_repos int4 NULL, visibility int4 DEFAULT 0 NOT NULL,
  keep_email_private bool DEFAULT false NOT NULL);
CREATE TABLE repository (id bigserial PRIMARY KEY NOT NULL, owner_id int8 NULL, lower_name varchar(255) NOT NULL,
  name varchar(255) NOT NULL, description text NULL, is_private bool NULL, topics json NULL, size int8 DEFAULT 0 NOT NULL, created_unix int8 NULL);
CREATE TABLE attachment (id bigserial PRIMARY KEY NOT NULL, uuid uuid NULL, name varchar(255) NULL, content bytea NULL);
CREATE TABLE lfs_lock (id bigserial PRIMARY KEY NOT NULL, repo_id int8 NOT NULL, path text NULL, created timestamp NULL);
CREATE UNIQUE INDEX "UQE_user_name" ON "user" (name);
CREATE UNIQUE INDEX "UQE_repository_s" ON repository (owner_id, lower_name);
INSERT INTO version (version) VALUES (280);
