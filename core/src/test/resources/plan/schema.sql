-- The target's schema for migration shop-to-postgres, in the order in which it is made.

-- Phase 0: tables with their primary keys

CREATE TABLE customers (id bigint PRIMARY KEY, email text);

CREATE TABLE orders (id numeric(20,0) PRIMARY KEY);

-- Phase 2, after the rows: indexes, checks and guards

CREATE UNIQUE INDEX customers_email ON customers (email);

-- Phase 2: foreign keys, old rows unchecked

ALTER TABLE orders ADD CONSTRAINT fk FOREIGN KEY (c) REFERENCES customers NOT VALID;

-- Phase 2: foreign keys checked

ALTER TABLE orders VALIDATE CONSTRAINT fk;

-- Rollback of phase 2: empty the tables

-- TRUNCATE orders, customers;

-- Rollback of phase 0: remove the tables

-- DROP TABLE orders, customers;
