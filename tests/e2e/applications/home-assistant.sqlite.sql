-- Tables of the kind that Home Assistant's recorder makes in SQLite (SQLAlchemy).
CREATE TABLE schema_changes (change_id INTEGER NOT NULL PRIMARY KEY, schema_version INTEGER, changed DATETIME);
CREATE TABLE states_meta (metadata_id INTEGER NOT NULL PRIMARY KEY, entity_id VARCHAR(255));
CREATE TABLE state_attributes (attributes_id INTEGER NOT NULL PRIMARY KEY, hash BIGINT, shared_attrs TEXT);
CREATE TABLE states (state_id INTEGER NOT NULL PRIMARY KEY, entity_id CHAR(0), state VARCHAR(255), last_changed DATETIME,
  last_changed_ts FLOAT, last_updated_ts FLOAT, old_state_id INTEGER REFERENCES states (state_id),
  attributes_id INTEGER REFERENCES state_attributes (attributes_id), context_id_bin BLOB, origin_idx SMALLINT,
  metadata_id INTEGER REFERENCES states_meta (metadata_id));
CREATE TABLE statistics_runs (run_id INTEGER NOT NULL PRIMARY KEY, start DATETIME NOT NULL);
CREATE TABLE statistics_meta (id INTEGER NOT NULL PRIMARY KEY, statistic_id VARCHAR(255), has_mean BOOLEAN, has_sum BOOLEAN, name VARCHAR(255));
CREATE TABLE statistics (id INTEGER NOT NULL PRIMARY KEY, created_ts FLOAT, metadata_id INTEGER REFERENCES statistics_meta (id) ON DELETE CASCADE,
  mean FLOAT, sum FLOAT);
INSERT INTO schema_changes VALUES (1, 43, '2024-01-02 03:04:05.678901'), (2, 44, '2024-03-02 03:04:05.000000');
INSERT INTO states_meta VALUES (1, 'sensor.temperature'), (2, 'light.hall');
INSERT INTO state_attributes VALUES (1, 4294967295, '{"unit_of_measurement":"°C"}');
INSERT INTO states VALUES (1, NULL, '21.5', NULL, NULL, 1704164645.123456, NULL, 1, x'018ccd0c4f2e7f3c9d7b6a5948372615', 0, 1),
  (2, NULL, 'unavailable', NULL, 1704164700.5, 1704164701.25, 1, NULL, x'018ccd0c4f2e7f3c9d7b6a5948372616', 0, 1),
  (5, NULL, 'on', NULL, NULL, 1704164800.0, NULL, NULL, NULL, 1, 2);
INSERT INTO statistics_runs VALUES (1, '2024-01-02 03:05:00.000000');
INSERT INTO statistics_meta VALUES (1, 'sensor.energy', 0, 1, NULL);
INSERT INTO statistics VALUES (1, 1704164645.0, 1, NULL, 12.125), (2, 1704168245.5, 1, 0.1, 13.0);
