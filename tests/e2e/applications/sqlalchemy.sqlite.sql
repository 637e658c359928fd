-- Tables and stored forms of SQLAlchemy 2 with Alembic (docs.sqlalchemy.org/en/20/dialects/sqlite.html).
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
CREATE TABLE post (
	id INTEGER NOT NULL, 
	title VARCHAR(200), 
	state VARCHAR(4), 
	doc JSON, 
	seen DATETIME, 
	day DATE, 
	opens TIME, 
	lasts DATETIME, 
	"key" CHAR(32), 
	ok BOOLEAN, 
	price NUMERIC(12, 2), 
	PRIMARY KEY (id)
);
INSERT INTO alembic_version VALUES ('3f9a2c1b7d10');
INSERT INTO post VALUES (1, 'a', 'paid', '{"a": [1, null]}', '2024-02-29 12:00:00.000000', '2024-02-29', '08:30:00.000000', '1970-01-04 00:00:00.000005', '3f2504e04f8941d39a0c0305e82c3301', 1, 12.5),
  (2, 'b', NULL, 5, NULL, NULL, NULL, '1970-01-01 00:00:00.000000', NULL, 0, -0.01);
