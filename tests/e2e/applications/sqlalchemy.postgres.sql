CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL, CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num));
INSERT INTO alembic_version VALUES ('3f9a2c1b7d10');
CREATE TYPE state AS ENUM ('new', 'paid');
CREATE TABLE post (id SERIAL NOT NULL, title VARCHAR(200), state state, doc JSON, seen TIMESTAMP WITH TIME ZONE, day DATE, opens TIME WITHOUT TIME ZONE, lasts INTERVAL, "key" UUID, ok BOOLEAN,
  price NUMERIC(12, 2), PRIMARY KEY (id));
