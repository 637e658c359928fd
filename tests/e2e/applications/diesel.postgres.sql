CREATE TABLE __diesel_schema_migrations (version varchar(50) PRIMARY KEY, run_on timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP);
CREATE TABLE posts (id SERIAL PRIMARY KEY, title VARCHAR NOT NULL, published BOOLEAN NOT NULL DEFAULT FALSE, score DOUBLE PRECISION, data BYTEA, day DATE, at TIME, created_at TIMESTAMP NOT NULL);
INSERT INTO __diesel_schema_migrations VALUES ('20240101000000');
