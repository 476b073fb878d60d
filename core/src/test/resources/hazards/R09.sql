-- expect R09:t 1
-- hazard
CREATE TABLE t (id int PRIMARY KEY, b bytea);
-- clean
CREATE TABLE t (id int PRIMARY KEY, b text);
