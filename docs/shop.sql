-- The small shop of README's first five minutes: sqlite3 shop.db <docs/shop.sql
CREATE TABLE customers (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  since DATETIME,
  active BOOLEAN DEFAULT 1
);
CREATE TABLE orders (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  customer INTEGER NOT NULL REFERENCES customers ON DELETE CASCADE,
  total DECIMAL(10,2) CHECK (total >= 0),
  note TEXT
);
CREATE INDEX orders_with_note ON orders (customer) WHERE note IS NOT NULL;
INSERT INTO customers VALUES (1, 'Ada', '2024-03-01 09:30:00', 1), (2, 'Grace', '2025-11-23 17:05:10', 0);
INSERT INTO orders (customer, total, note) VALUES (1, 19.9, NULL), (1, 5, 'gift'), (2, 120.25, 'call');
